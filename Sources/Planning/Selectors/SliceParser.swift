/// Reads `[3]` and `[start:stop:step]`, and says at which character it cannot.
struct SliceParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0

    /// A text that begins with a bracket.
    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// Reads the whole text.
    mutating func parse() throws(LayerSelector.Problem) -> LayerSelector {
        place = 1
        var parts: [Int?] = [try number()]
        var lastStart = place
        while peek == ":" {
            guard parts.count < 3 else { throw problem("a slice has at most three parts") }
            place += 1
            lastStart = place
            parts.append(try number())
        }
        guard peek == "]" else {
            throw problem(
                peek.map { "a slice holds numbers and colons, and here is `\($0)`" } ?? "the slice has no closing bracket")
        }
        place += 1
        if let rest = peek { throw problem("nothing can follow the slice, and here is `\(rest)`") }
        guard parts.count > 1 else {
            guard let index = parts[0] else { throw problem("an index without a number", at: 1) }
            return .index(index)
        }
        let step = parts.count == 3 ? parts[2] ?? 1 : 1
        guard step != 0 else { throw problem("a slice's step cannot be 0", at: lastStart) }
        return .slice(PythonSlice(start: parts[0], stop: parts[1], step: step))
    }

    /// The next character that is not a blank.
    private var peek: Unicode.Scalar? {
        mutating get {
            while place < scalars.count, scalars[place] == " " { place += 1 }
            return place < scalars.count ? scalars[place] : nil
        }
    }

    /// A whole number, or nothing. One beyond `Int` stands at its end, which no list reaches.
    private mutating func number() throws(LayerSelector.Problem) -> Int? {
        guard let first = peek else { return nil }
        let negative = first == "-"
        if negative || first == "+" {
            place += 1
            _ = peek
        }
        var value = 0
        var digits = 0
        while place < scalars.count, ("0"..."9").contains(scalars[place]) {
            let digit = Int(scalars[place].value) - 48
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow2) = tens.addingReportingOverflow(digit)
            value = overflow || overflow2 ? .max : sum
            digits += 1
            place += 1
        }
        if digits == 0 {
            guard negative || first == "+" else { return nil }
            throw problem("a sign without a number")
        }
        return negative ? -value : value
    }

    private func problem(_ message: String, at offset: Int? = nil) -> LayerSelector.Problem {
        LayerSelector.Problem(
            offset: min(offset ?? place, max(scalars.count - 1, 0)), message: message, help: [LayerSelector.forms])
    }
}
