import Diagnostics

/// The part of JSON that weights files use: objects, arrays, strings and whole numbers.
struct JSONText {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    /// A text to read from its start.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    /// A string from a file as a message may show it: in quotes, without control characters, and not longer than a line.
    static func shown(_ string: String) -> String {
        let start = string.unicodeScalars.prefix(80)
        return JSONString.quoted(String(start)) + (start.endIndex < string.endIndex ? "..." : "")
    }

    /// Reads an object, calling `body` at each value; it must read the value.
    mutating func object(_ body: (String, inout JSONText) throws(MalformedFile) -> Void) throws(MalformedFile) {
        try expect("{")
        if skip("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try body(key, &self)
        } while skip(",")
        try expect("}")
    }

    /// Reads an array, calling `element` at each of its elements.
    ///
    /// - Parameter limit: How many elements it may have.
    mutating func array<Element>(
        atMost limit: Int = .max, _ element: (inout JSONText) throws(MalformedFile) -> Element
    ) throws(MalformedFile) -> [Element] {
        try expect("[")
        var result: [Element] = []
        if skip("]") { return result }
        repeat {
            guard result.count < limit else { throw malformed("more than \(limit) numbers in a list") }
            result.append(try element(&self))
        } while skip(",")
        try expect("]")
        return result
    }

    /// Reads a whole number from 0 to the largest Int.
    mutating func number() throws(MalformedFile) -> Int {
        skipSpace()
        let start = place
        var value = 0
        while let digit = peek(), (0x30...0x39).contains(digit) {
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(Int(digit - 0x30))
            guard !tooLarge, !overflow else { throw malformed("a number that is too large") }
            value = sum
            place += 1
        }
        guard place > start, place == start + 1 || bytes[start] != 0x30 else { throw malformed("no whole number") }
        return value
    }

    /// Reads a string.
    mutating func string() throws(MalformedFile) -> String {
        try expect("\"")
        var scalars: [UInt8] = []
        while let byte = peek() {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: scalars, as: UTF8.self) else {
                    throw malformed("a string that is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): scalars += Array(String(try escape()).utf8)
            case 0..<0x20: throw malformed("a control character within a string")
            default: scalars.append(byte)
            }
        }
        throw malformed("a string without an end")
    }

    /// Reads what follows a backslash.
    private mutating func escape() throws(MalformedFile) -> Unicode.Scalar {
        guard let byte = peek() else { throw malformed("a string without an end") }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if (0xd800..<0xdc00).contains(code), bytes[place...].starts(with: [0x5c, 0x75]) {
                place += 2
                let low = try codeUnit()
                guard (0xdc00..<0xe000).contains(low) else { throw malformed("half a surrogate pair") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw malformed("half a surrogate pair") }
            return scalar
        default: throw malformed("an unknown escape")
        }
    }

    private mutating func codeUnit() throws(MalformedFile) -> UInt32 {
        let digits = bytes[place...].prefix(4)
        guard digits.count == 4, let text = String(validating: digits, as: UTF8.self), text.allSatisfy(\.isHexDigit),
            let code = UInt32(text, radix: 16)
        else { throw malformed("an escape without four digits") }
        place += 4
        return code
    }

    /// Makes sure that only space is left.
    mutating func end() throws(MalformedFile) {
        skipSpace()
        guard peek() == nil else { throw malformed("something after its end") }
    }

    private func peek() -> UInt8? { place < bytes.endIndex ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || (0x09...0x0a).contains(byte) || byte == 0x0d { place += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek() == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(MalformedFile) {
        guard skip(character) else { throw malformed("no \(character)") }
    }

    private func malformed(_ what: String) -> MalformedFile {
        MalformedFile("its header is not the JSON of the format: \(what) at byte \(place - bytes.startIndex)")
    }
}
