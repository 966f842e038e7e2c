import CPixels

/// One image on its way through a stack, a plane of floats for each channel; and the memory for that, which a thread keeps from image
/// to image.
///
/// A grey image that is wanted in three channels has one plane, which is written three times at the end: operations treat channels alike,
/// so the three would be equal all the way. What does not treat them alike spreads it over three planes first.
public final class Canvas {
    /// What lies around an image.
    enum Surroundings {
        /// Its nearest pixel.
        case edge
        /// One value.
        case value(Float)
    }

    private(set) var height = 0
    private(set) var width = 0
    /// Channels that are worked on: 1 or 3.
    private(set) var planes = 0
    /// Channels that are wanted in the end.
    private var channels = 0
    /// The 8-bit samples, interleaved, while nothing has asked for floats.
    private var pixels: UnsafeBufferPointer<UInt8>?
    private var samples = Scratch<Float>()
    private var doubled = Scratch<Float>()
    private var padded = Scratch<Float>()
    private var doubles = Scratch<Double>()
    private var singles = Scratch<Float>()

    /// An empty canvas.
    public init() {}

    /// Samples of a plane.
    var area: Int { height * width }

    /// Puts an image on the canvas; `pixels`, height x width x planes of them, stay where they are until the image is taken, in as many
    /// channels or, for one plane, in three.
    func put(_ pixels: UnsafeBufferPointer<UInt8>, height: Int, width: Int, planes: Int, channels: Int) {
        self.height = height
        self.width = width
        self.planes = planes
        self.channels = channels
        self.pixels = pixels
    }

    /// All samples, plane after plane, to be changed in place.
    var values: UnsafeMutableBufferPointer<Float> {
        let values = samples.room(area * planes)
        if let pixels, let from = pixels.baseAddress, let to = values.baseAddress {
            widen(from, to, plane: area, count: area)
            self.pixels = nil
        }
        return values
    }

    /// The samples of one plane, to be changed in place.
    func plane(_ number: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: values[number * area..<(number + 1) * area])
    }

    /// Makes a plane of its own for each channel that is wanted.
    func spread() {
        guard planes < channels else { return }
        let grey = values
        let wide = doubled.room(area * channels)
        if let from = grey.baseAddress, let to = wide.baseAddress {
            for number in 0..<channels { (to + number * area).update(from: from, count: area) }
        }
        swap(&samples, &doubled)
        planes = channels
    }

    /// Exchanges two planes.
    func swapPlanes(_ first: Int, _ second: Int) {
        guard first < planes, second < planes, first != second else { return }
        let (one, other) = (plane(first), plane(second))
        for index in 0..<area { (one[index], other[index]) = (other[index], one[index]) }
    }

    /// Draws all samples anew: `row` fills one row of all planes, from planes that have `before` and `after` more pixels on all sides.
    func redraw(
        before: Int, after: Int, surroundings: Surroundings, _ row: (_ number: Int, _ planes: inout cpixels_planes) -> Void
    ) {
        let stride = before + width + after
        let plane = stride * (before + height + after)
        let source = padded.room(plane * planes)
        pad(source, before: before, after: after, surroundings)
        let target = samples.room(area * planes)
        pixels = nil
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        var places = cpixels_planes(
            source: from + before * stride + before, source_row: stride, source_plane: plane, target: to, target_plane: area,
            planes: planes)
        for number in 0..<height {
            places.target = to + number * width
            row(number, &places)
        }
    }

    /// Two rows of coordinates in double precision: which row of the image a pixel comes from, and which column.
    var coordinates: (rows: UnsafeMutablePointer<Double>, columns: UnsafeMutablePointer<Double>)? {
        doubles.room(2 * width).baseAddress.map { ($0, $0 + width) }
    }

    /// The same in single precision.
    var singleCoordinates: (rows: UnsafeMutablePointer<Float>, columns: UnsafeMutablePointer<Float>)? {
        singles.room(2 * width).baseAddress.map { ($0, $0 + width) }
    }

    /// The smallest and the largest sample.
    var extremes: (smallest: Float, largest: Float) {
        let values = values
        var smallest: Float = 0
        var largest: Float = 0
        if let start = values.baseAddress { cpixels_extremes(start, values.count, &smallest, &largest) }
        return (smallest, largest)
    }

    /// Mirrors the image left and right.
    func mirrorColumns() { cpixels_mirror(values.baseAddress, height * planes, width) }

    /// Mirrors the image up and down.
    func mirrorRows() {
        for number in 0..<planes {
            let plane = plane(number)
            for row in 0..<height / 2 {
                let mirrored = (height - 1 - row) * width
                for position in row * width..<(row + 1) * width { plane.swapAt(position, mirrored + position - row * width) }
            }
        }
    }

    /// Writes the image, channels interleaved, to `output`, which holds as many samples, or three times as many for one plane.
    func take(into output: UnsafeMutableBufferPointer<Float>) {
        let values = values
        guard let from = values.baseAddress, let to = output.baseAddress else { return }
        if output.count == area {
            to.update(from: from, count: area)
        } else {
            let step = planes == 3 ? area : 0
            cpixels_interleave(from, from + step, from + 2 * step, to, area)
        }
    }

    /// Interleaved bytes to planes of floats that begin `plane` samples after each other.
    private func widen(_ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<Float>, plane: Int, count: Int) {
        if planes == 1 {
            cpixels_widen(from, to, count)
        } else {
            cpixels_widen_planes(from, to, to + plane, to + 2 * plane, count)
        }
    }

    /// Copies the image into the middle of larger planes, and sets what lies around it.
    private func pad(
        _ source: UnsafeMutableBufferPointer<Float>, before: Int, after: Int, _ surroundings: Surroundings
    ) {
        let stride = before + width + after
        let extent = before + height + after
        guard let start = source.baseAddress else { return }
        let middle = start + before * stride + before
        for row in 0..<height {
            if let from = pixels?.baseAddress {
                widen(from + row * width * planes, middle + row * stride, plane: stride * extent, count: width)
            } else if let from = samples.room(area * planes).baseAddress {
                for plane in 0..<planes {
                    (middle + plane * stride * extent + row * stride).update(
                        from: from + plane * area + row * width, count: width)
                }
            }
        }
        for plane in 0..<planes {
            let top = start + plane * stride * extent
            for row in before..<before + height {
                let line = top + row * stride
                var (left, right) = (line[before], line[before + width - 1])
                if case .value(let value) = surroundings { (left, right) = (value, value) }
                line.update(repeating: left, count: before)
                (line + before + width).update(repeating: right, count: after)
            }
            for row in Array(0..<before) + Array(before + height..<extent) {
                switch surroundings {
                case .value(let value): (top + row * stride).update(repeating: value, count: stride)
                case .edge:
                    (top + row * stride).update(
                        from: top + min(max(row, before), before + height - 1) * stride, count: stride)
                }
            }
        }
    }
}
