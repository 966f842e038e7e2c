/// A text for tests of positions: a keycap emoji (`1️⃣` to `9️⃣`) in it marks the place of the character after it, and is taken out.
///
/// ```
/// let marked = MarkedText("a: 1️⃣b")
/// marked.text == "a: b"; marked[1] == MarkedText.Place(line: 1, column: 4)
/// ```
public struct MarkedText: Sendable {
    /// A place, both counted from 1, columns in Unicode scalars.
    public struct Place: Hashable, Sendable, CustomStringConvertible {
        /// The line.
        public var line: Int
        /// The column.
        public var column: Int
        /// Creates a place.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
        /// `LINE:COLUMN`.
        public var description: String { "\(line):\(column)" }
    }

    /// The text without its marks.
    public let text: String
    /// The places by the digit of their mark.
    public let places: [Int: Place]

    /// Takes the marks out of a text.
    public init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var places: [Int: Place] = [:]
        var place = Place(line: 1, column: 1)
        var rest = Array(marked.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            if let digit = Int(String(scalar)), rest.prefix(2) == ["\u{FE0F}", "\u{20E3}"] {
                places[digit] = place
                rest = rest.dropFirst(2)
                continue
            }
            text.append(scalar)
            place = scalar == "\n" ? Place(line: place.line + 1, column: 1) : Place(line: place.line, column: place.column + 1)
        }
        self.text = String(text)
        self.places = places
    }

    /// The place of a mark; nil where the text has no such mark.
    public subscript(_ digit: Int) -> Place? { places[digit] }
}
