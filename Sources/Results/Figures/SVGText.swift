import Foundation

/// What Cairo's SVG lacks: equal bytes for equal figures, and a title.
enum SVGText {
    /// Takes Cairo's running numbers of surfaces out of an SVG (they count the surfaces of the process) and gives it a title.
    static func settled(_ data: Data, title: String) -> Data {
        var text = String(decoding: data, as: UTF8.self)
        text = text.replacing(/id="surface[0-9]+"/, with: "id=\"figure\"")
        let escaped = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        if let open = text.range(of: "<svg"), let end = text.range(of: ">", range: open.upperBound..<text.endIndex) {
            text.insert(contentsOf: "\n<title>\(escaped)</title>", at: end.upperBound)
        }
        return Data(text.utf8)
    }
}
