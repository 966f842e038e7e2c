import Diagnostics

/// The left side of a setting, cut at its dots and brackets: `callbacks.watchful[0].monitor`.
struct SettingPath {
    /// One step of the way.
    struct Segment {
        /// What a segment names.
        enum Target: Equatable {
            case key(String)
            /// An item of a list; nil for a number too large for any list.
            case index(Int?)
        }

        var target: Target
        /// The text as written.
        var text: String
        /// The column of its first character, from 1.
        var column: Int

        /// The key, if it is one.
        var key: String? {
            if case .key(let key) = target { key } else { nil }
        }
    }

    /// Why a text is no path, and where.
    struct Malformed: Error {
        var message: String
        var column: Int
    }

    /// The most segments of a path.
    static let maximumSegments = 64

    private(set) var segments: [Segment] = []

    /// Cuts a text up. A dot at its beginning is skipped: `.seed` is the key `seed` of the root.
    init(_ text: Substring) throws(Malformed) {
        let scalars = Array(text.unicodeScalars)
        var position = scalars.first == "." ? 1 : 0
        var expectsKey = true
        while position < scalars.count {
            guard segments.count < Self.maximumSegments else {
                throw Malformed(message: "this path is longer than \(Self.maximumSegments) parts", column: position + 1)
            }
            let start = position
            if scalars[position] == "[" {
                guard let close = scalars[position...].firstIndex(of: "]") else {
                    throw Malformed(message: "this bracket is never closed", column: start + 1)
                }
                let digits = scalars[(position + 1)..<close]
                guard !digits.isEmpty, !expectsKey, digits.allSatisfy({ ("0"..."9").contains($0) }) else {
                    throw Malformed(
                        message: "brackets hold the number of a list's item, from 0, after the list's name", column: start + 1)
                }
                let word = Self.string(scalars[start...close])
                segments.append(Segment(target: .index(Int(Self.string(digits))), text: word, column: start + 1))
                position = close + 1
            } else {
                position = scalars[position...].firstIndex { ".[]".unicodeScalars.contains($0) } ?? scalars.count
                let word = Self.string(scalars[start..<position])
                guard expectsKey, !word.isEmpty else {
                    throw Malformed(message: "a dot is missing or one too many here", column: start + 1)
                }
                segments.append(Segment(target: .key(word), text: word, column: start + 1))
            }
            expectsKey = position < scalars.count && scalars[position] == "."
            if expectsKey { position += 1 }
        }
        if expectsKey { throw Malformed(message: "a name is missing at the end of this path", column: scalars.count + 1) }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
