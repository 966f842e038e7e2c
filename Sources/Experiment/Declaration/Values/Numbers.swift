import YAMLSyntax

/// Bounds of a number.
struct Bounds: Sendable {
    var least: Double?
    var most: Double?
    var excludesLeast = false
    var excludesMost = false

    static let any = Bounds()
    static func atLeast(_ least: Double) -> Bounds { Bounds(least: least) }
    static func above(_ least: Double) -> Bounds { Bounds(least: least, excludesLeast: true) }
    static func within(_ range: ClosedRange<Double>) -> Bounds { Bounds(least: range.lowerBound, most: range.upperBound) }
    static func within(_ range: Range<Double>) -> Bounds {
        Bounds(least: range.lowerBound, most: range.upperBound, excludesMost: true)
    }
    static func between(_ low: Double, _ high: Double) -> Bounds {
        Bounds(least: low, most: high, excludesLeast: true, excludesMost: true)
    }

    func contains(_ value: Double) -> Bool {
        if let least, excludesLeast ? value <= least : value < least { return false }
        if let most, excludesMost ? value >= most : value > most { return false }
        return true
    }

    /// `from 0 to below 1`, with a leading space; empty without bounds.
    var words: String { words { JSON.number($0).render() } }

    /// The same in per cent: `from 50% to 99.99%`.
    var percentages: String {
        // Shifting the exponent rounds once, multiplying twice.
        words { "\(JSON.number(Double("\($0)e2") ?? $0 * 100).render())%" }
    }

    private func words(_ text: (Double) -> String) -> String {
        switch (least.map(text), most.map(text)) {
        case (let low?, let high?): " \(excludesLeast ? "above" : "from") \(low) to \(excludesMost ? "below " : "")\(high)"
        case (let low?, nil): excludesLeast ? " above \(low)" : " of at least \(low)"
        case (nil, let high?): excludesMost ? " below \(high)" : " of at most \(high)"
        case (nil, nil): ""
        }
    }
}

extension ValueType<Double> {
    /// A number: `0.001`, `1e-3`, `1/255` or `50%`.
    static func number(_ bounds: Bounds = .any) -> Self { number(bounds, noun: "a number" + bounds.words) }

    /// The same under another name.
    static func number(_ bounds: Bounds, noun: String) -> Self {
        return ValueType(
            noun: noun,
            decode: { node, decoding in
                guard let text = node.plain, !node.isNull, let value = Numeral.number(text) else {
                    decoding.mismatch(node, needs: noun, help: Numeral.advice(for: node))
                    return nil
                }
                guard abs(value) <= Double(Float.greatestFiniteMagnitude) else {
                    decoding.outOfRange(node, needs: "a number that single precision can hold, at most 3.4e38")
                    return nil
                }
                guard bounds.contains(value) else {
                    decoding.outOfRange(node, needs: noun)
                    return nil
                }
                return value
            },
            schema: { definitions in
                .anyOf([
                    .compact([
                        "type": "number", bounds.excludesLeast ? "exclusiveMinimum" : "minimum": bounds.least.map(JSON.number),
                        bounds.excludesMost ? "exclusiveMaximum" : "maximum": bounds.most.map(JSON.number),
                    ]), definitions.reference(to: "numeral", Numeral.schema),
                ])
            },
            json: { .number($0) })
    }
}

extension ValueType<Int> {
    /// A whole number; without an upper bound at most 2147483647, so that nothing overflows later.
    static func integer(_ range: PartialRangeFrom<Int>) -> Self { integer(range.lowerBound...Int(Int32.max)) }

    /// A seed: what NumPy takes too.
    static let seed = integer(0...Int(UInt32.max))

    /// A whole number of a range.
    static func integer(_ range: ClosedRange<Int>) -> Self {
        let isOpen = range.upperBound == Int(Int32.max)
        let noun =
            "a whole number " + (isOpen ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)")
        return ValueType(
            noun: noun,
            decode: { node, decoding in
                guard let text = node.plain, let value = Numeral.decimal(text), value == value.rounded() else {
                    decoding.mismatch(node, needs: noun, help: Numeral.advice(for: node))
                    return nil
                }
                guard let exact = Int(exactly: value), range.contains(exact) else {
                    decoding.outOfRange(
                        node, needs: isOpen && value > 0 ? "a whole number of at most \(range.upperBound)" : noun)
                    return nil
                }
                return exact
            },
            schema: { _ in
                ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
            },
            json: { .integer($0) })
    }
}

/// Numbers as text.
enum Numeral {
    /// What JSON Schema must know of the forms that YAML itself reads as text.
    static let schema: JSON = [
        "description": "A number as a fraction or with an exponent or a percent sign: 1/255, 1e-3, 50%.",
        "type": "string",
        "pattern":
            #"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+|([eE][+-]?[0-9]+)?( */ *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?| *%))$"#,
    ]

    /// Reads a decimal number, a fraction or a percentage.
    static func number(_ text: String) -> Double? {
        if let slash = text.firstIndex(of: "/") {
            guard let above = decimal(trimmed(text[..<slash])), let below = decimal(trimmed(text[text.index(after: slash)...])),
                below != 0
            else { return nil }
            return above / below
        }
        guard text.hasSuffix("%") else { return decimal(text) }
        let share = trimmed(text.dropLast())
        guard let value = decimal(share) else { return nil }
        // Shifting the exponent gives the double nearest to the share; dividing would round twice.
        return share.contains(where: { $0 == "e" || $0 == "E" }) ? value / 100 : Double(share + "e-2")
    }

    /// Reads digits with a sign, a point and an exponent; not `inf`, `nan` or hexadecimal.
    static func decimal(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        return allowed ? Double(text) : nil
    }

    /// What to write instead of a text where a number is due.
    static func advice(for node: Node) -> [String] {
        guard case .scalar(let text, let style) = node.content else { return [] }
        if style != .plain, number(text) != nil { return ["quotes make it text; write \(text) without them"] }
        if text.hasPrefix("(") { return ["a tuple is a list here, in brackets: [3, 3]"] }
        if text.hasPrefix("$"), Name.isValid(String(text.dropFirst())) { return ["write `${\(text.dropFirst())}`"] }
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        let grouped = groups.count > 1 && groups.dropFirst().allSatisfy { $0.count == 3 }
        let plain = text.replacing("_", with: "").replacing(",", with: grouped ? "" : ".")
        return plain != text && number(plain) != nil ? ["write \(plain)"] : []
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
