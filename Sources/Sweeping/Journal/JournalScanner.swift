import Foundation

/// Reads JSON from bytes, one value after another, as the caller asks for them: a hundred thousand trials are read in a second, for which
/// a decoder that first builds a tree is too slow.
struct JournalScanner {
    /// The bytes are no JSON, or not what was asked for.
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private(set) var place: Int
    private let end: Int

    /// Reads a part of some bytes.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        let range = range.clamped(to: 0..<bytes.count)
        (place, end) = (range.lowerBound, range.upperBound)
    }

    /// Whether nothing but blanks is left.
    mutating func isAtEnd() -> Bool {
        skipBlanks()
        return place == end
    }

    /// Reads an object: `member` is called with each key, and must read the value.
    mutating func object(_ member: (String, inout JournalScanner) throws(Malformed) -> Void) throws(Malformed) {
        try expect("{")
        if skip("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(key, &self)
        } while skip(",")
        try expect("}")
    }

    /// Reads a list: `item` must read each value.
    mutating func array(_ item: (inout JournalScanner) throws(Malformed) -> Void) throws(Malformed) {
        try expect("[")
        if skip("]") { return }
        repeat { try item(&self) } while skip(",")
        try expect("]")
    }

    /// Reads a text.
    mutating func string() throws(Malformed) -> String {
        try expect("\"")
        let start = place
        while place < end {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                return String(decoding: bytes[start..<place - 1], as: UTF8.self)
            case UInt8(ascii: "\\"): return try escaped(from: start)
            case 0..<0x20: throw Malformed()
            default: place += 1
            }
        }
        throw Malformed()
    }

    /// Whether a text comes next.
    mutating func isString() -> Bool {
        skipBlanks()
        return place < end && bytes[place] == UInt8(ascii: "\"")
    }

    /// Reads a whole number.
    mutating func integer() throws(Malformed) -> Int {
        let text = try numberText()
        guard let value = Int(text) else { throw Malformed() }
        return value
    }

    /// Reads a number; one that is too large for a `Double` is none.
    mutating func number() throws(Malformed) -> Double {
        let text = try numberText()
        // A whole number, which most are, needs no rounding.
        if text.utf8.count < 16, let whole = Int(text), whole != 0 { return Double(whole) }
        guard let value = Double(text), value.isFinite else { throw Malformed() }
        return value
    }

    /// Reads `null`, where it comes next.
    mutating func null() -> Bool {
        skipBlanks()
        return skipWord("null")
    }

    /// Reads any value and forgets it.
    mutating func skipValue(depth: Int = 0) throws(Malformed) {
        guard depth < 64 else { throw Malformed() }
        skipBlanks()
        guard place < end else { throw Malformed() }
        switch bytes[place] {
        case UInt8(ascii: "{"):
            try object { (_, scanner) throws(Malformed) in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): try array { scanner throws(Malformed) in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "f"):
            guard skipWord("null") || skipWord("true") || skipWord("false") else { throw Malformed() }
        default: _ = try numberText()
        }
    }

    private mutating func skipBlanks() {
        while place < end, bytes[place] == 0x20 || bytes[place] == 0x09 || bytes[place] == 0x0D { place += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard place < end, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Malformed) {
        guard skip(character) else { throw Malformed() }
    }

    private mutating func skipWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - place >= count else { return false }
        for index in 0..<count where bytes[place + index] != word.utf8Start[index] { return false }
        place += count
        return true
    }

    /// The text of a number in JSON's grammar.
    private mutating func numberText() throws(Malformed) -> String {
        skipBlanks()
        let start = place
        if place < end, bytes[place] == UInt8(ascii: "-") { place += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else { throw Malformed() }
        if place < end, bytes[place] == UInt8(ascii: ".") {
            place += 1
            guard digits() > 0 else { throw Malformed() }
        }
        if place < end, bytes[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < end, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") { place += 1 }
            guard digits() > 0 else { throw Malformed() }
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = place
        while place < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
        return place - start
    }

    /// The rest of a text from its first escape on.
    private mutating func escaped(from start: Int) throws(Malformed) -> String {
        var text = Array(bytes[start..<place])
        while place < end {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw Malformed()
            default: text.append(byte)
            }
        }
        throw Malformed()
    }

    /// What stands after a backslash, as UTF-8.
    private mutating func escape() throws(Malformed) -> [UInt8] {
        guard place < end else { throw Malformed() }
        defer { place += 1 }
        switch bytes[place] {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[place]]
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), end - place > 2, bytes[place + 1] == UInt8(ascii: "\\"),
                bytes[place + 2] == UInt8(ascii: "u")
            {
                place += 2
                units.append(try unit())
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw Malformed()
        }
    }

    /// Four hexadecimal digits after a `u`; the place stays on the last of them.
    private mutating func unit() throws(Malformed) -> UInt16 {
        guard end - place > 4 else { throw Malformed() }
        let digits = bytes[place + 1...place + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Malformed() }
        place += 4
        return value
    }
}
