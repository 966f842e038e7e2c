import CCairo
import Diagnostics
import Foundation

/// Something to draw on with Cairo; the same calls make SVG and PNG. Units are points, y grows downward.
final class Canvas {
    /// Where a text stands with respect to its point.
    enum Anchor { case start, middle, end }

    private let surface: OpaquePointer
    private let context: OpaquePointer

    private init(_ surface: OpaquePointer, _ context: OpaquePointer) {
        self.surface = surface
        self.context = context
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_set_font_options(context, options)
        cairo_font_options_destroy(options)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Draws a PNG.
    ///
    /// - Parameter scale: Pixels a point.
    static func png(
        width: Double, height: Double, scale: Double, draw: (Canvas) -> Void
    ) throws(Diagnostic) -> Data {
        let pixels = (columns: Int32(max(1, (width * scale).rounded())), rows: Int32(max(1, (height * scale).rounded())))
        let canvas = try Canvas(creating: { cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels.columns, pixels.rows) })
        cairo_scale(canvas.context, scale, scale)
        canvas.fill(.paper, x: 0, y: 0, width: width, height: height)
        draw(canvas)
        let sink = ByteSink()
        try check(cairo_status(canvas.context))
        try check(cairo_surface_write_to_png_stream(canvas.surface, ByteSink.write, sink.pointer))
        return sink.data
    }

    /// Draws an SVG, text as outlines, so that it looks alike wherever it is shown; `title` is what screen readers say.
    static func svg(width: Double, height: Double, title: String, draw: (Canvas) -> Void) throws(Diagnostic) -> Data {
        let sink = ByteSink()
        let canvas = try Canvas(creating: { cairo_svg_surface_create_for_stream(ByteSink.write, sink.pointer, width, height) })
        canvas.fill(.paper, x: 0, y: 0, width: width, height: height)
        draw(canvas)
        try check(cairo_status(canvas.context))
        cairo_surface_finish(canvas.surface)
        try check(cairo_surface_status(canvas.surface))
        return SVGText.settled(sink.data, title: title)
    }

    private convenience init(creating create: () -> OpaquePointer?) throws(Diagnostic) {
        guard let surface = create() else { throw Self.failure("no surface") }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
            let reason = String(cString: cairo_status_to_string(cairo_surface_status(surface)))
            cairo_surface_destroy(surface)
            throw Self.failure(reason)
        }
        self.init(surface, context)
    }

    private static func check(_ status: cairo_status_t) throws(Diagnostic) {
        guard status == CAIRO_STATUS_SUCCESS else { throw failure(String(cString: cairo_status_to_string(status))) }
    }

    private static func failure(_ reason: String) -> Diagnostic {
        Diagnostic("cannot-draw", .error, "a figure cannot be drawn: Cairo says: \(reason)", outcome: .internalFault)
    }

    // MARK: Drawing

    /// Fills a rectangle.
    func fill(_ color: Color, x: Double, y: Double, width: Double, height: Double) {
        set(color)
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }

    /// Draws a rectangle's border.
    func border(_ color: Color, x: Double, y: Double, width: Double, height: Double, line: Double = 1) {
        style(color, line, [])
        cairo_rectangle(context, x, y, width, height)
        cairo_stroke(context)
    }

    /// Draws lines from point to point.
    func line(_ points: [(x: Double, y: Double)], _ color: Color, width: Double, dash: [Double] = []) {
        guard let first = points.first, points.count > 1 else { return }
        style(color, width, dash)
        cairo_move_to(context, first.x, first.y)
        for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
        cairo_stroke(context)
    }

    /// Draws a disc with a border.
    func disc(x: Double, y: Double, radius: Double, fill: Color?, border: Color, line: Double) {
        cairo_new_path(context)
        cairo_arc(context, x, y, radius, 0, 2 * .pi)
        if let fill {
            set(fill)
            cairo_fill_preserve(context)
        }
        style(border, line, [])
        cairo_stroke(context)
    }

    /// Draws a text with its baseline at a point.
    func text(
        _ text: String, x: Double, y: Double, size: Double, _ color: Color = .ink, anchor: Anchor = .start, bold: Bool = false,
        upward: Bool = false
    ) {
        let width = width(of: text, size: size, bold: bold)
        let shift = anchor == .start ? 0 : anchor == .middle ? width / 2 : width
        set(color)
        cairo_save(context)
        cairo_translate(context, x, y)
        if upward { cairo_rotate(context, -.pi / 2) }
        cairo_move_to(context, -shift, 0)
        cairo_show_text(context, text)
        cairo_restore(context)
    }

    /// How far a text reaches.
    func width(of text: String, size: Double, bold: Bool = false) -> Double {
        cairo_select_font_face(
            context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, size)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, text, &extents)
        return extents.x_advance
    }

    /// A text that reaches no farther than there is room for: cut in the middle, where names differ least.
    func fitted(_ text: String, to room: Double, size: Double, bold: Bool = false) -> String {
        guard width(of: text, size: size, bold: bold) > room, text.count > 3 else { return text }
        var (low, high) = (2, text.count - 1)
        func cut(_ count: Int) -> String { text.prefix((count + 1) / 2) + "…" + text.suffix(count / 2) }
        while low < high {
            let middle = (low + high + 1) / 2
            if width(of: cut(middle), size: size, bold: bold) <= room { low = middle } else { high = middle - 1 }
        }
        return cut(low)
    }

    /// Limits drawing to a rectangle while `draw` runs.
    func clipped(x: Double, y: Double, width: Double, height: Double, _ draw: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, x, y, width, height)
        cairo_clip(context)
        draw()
        cairo_restore(context)
    }

    /// Draws an image into a rectangle, each pixel a sharp square where it is enlarged.
    ///
    /// - Parameter pixels: Row-major 0x00RRGGBB.
    func image(_ pixels: [UInt32], columns: Int, rows: Int, x: Double, y: Double, width: Double, height: Double) {
        guard columns > 0, rows > 0, pixels.count == columns * rows else { return }
        let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(clamping: columns), Int32(clamping: rows))
        defer { cairo_surface_destroy(image) }
        guard let bytes = cairo_image_surface_get_data(image) else { return }
        let stride = Int(cairo_image_surface_get_stride(image))
        for row in 0..<rows {
            let line = UnsafeMutableRawPointer(bytes + row * stride).assumingMemoryBound(to: UInt32.self)
            for column in 0..<columns { line[column] = pixels[row * columns + column] }
        }
        cairo_surface_mark_dirty(image)
        cairo_save(context)
        cairo_translate(context, x, y)
        cairo_scale(context, width / Double(columns), height / Double(rows))
        cairo_set_source_surface(context, image, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), width >= Double(columns) ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD)
        cairo_rectangle(context, 0, 0, Double(columns), Double(rows))
        cairo_fill(context)
        cairo_restore(context)
    }

    private func set(_ color: Color) { cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha) }

    private func style(_ color: Color, _ width: Double, _ dash: [Double]) {
        set(color)
        cairo_set_line_width(context, width)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_dash(context, dash, Int32(dash.count), 0)
    }

}

/// Takes the bytes that Cairo writes.
private final class ByteSink {
    var data = Data()
    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let write: cairo_write_func_t = { closure, bytes, length in
        guard let closure, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().data.append(bytes, count: Int(length))
        return CAIRO_STATUS_SUCCESS
    }
}
