import Plan
import YAMLSyntax

extension ValueType<PublishedValue> {
    /// A number with the digits that were printed: `78.25%`, `0.4312`; a fraction is exact.
    static let published: Self = {
        let number = ValueType<Double>.number()
        return ValueType(
            noun: number.noun,
            decode: { node, decoding in
                number.decode(node, &decoding).map { value in
                    let text = node.plain ?? ""
                    return PublishedValue(value, decimals: Numeral.decimals(text), isPercentage: text.hasSuffix("%"))
                }
            },
            schema: number.schema,
            json: { .string($0.text) })
    }()
}

extension ValueType<Double> {
    /// A number that is usually written as a percentage: `95%`, or 0.95.
    static func share(_ bounds: Bounds) -> Self {
        var type = number(bounds, noun: "a share" + bounds.percentages)
        let decode = type.decode
        type.decode = { [noun = type.noun] node, decoding in
            guard let text = node.plain, let value = Numeral.decimal(text), value > 1, bounds.contains(value / 100) else {
                return decode(node, &decoding)
            }
            decoding.report(
                "out-of-range", "`\(decoding.subject)` needs \(noun), and here it is `\(text)`", at: node.place,
                help: ["write \(text)%"])
            return nil
        }
        return type
    }
}

extension Numeral {
    /// How many decimals of its value a number is written with, 0 to 20: 4 for `0.7825`, `78.25%` and `7.825e-1`; nil for a
    /// fraction, which is exact, and for what is no number.
    static func decimals(_ text: String) -> Int? {
        guard number(text) != nil, !text.contains("/") else { return nil }
        let digits = text.prefix { !"eE%".contains($0) }
        let written = digits.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count { $0.isNumber } ?? 0
        let power = text.drop { $0 != "e" && $0 != "E" }.dropFirst().prefix { !" %".contains($0) }
        // An exponent that is too long for a number leaves nothing of the value.
        let exponent = power.isEmpty ? 0 : max(-1000, min(1000, Int(power) ?? -1000))
        return max(0, min(20, written - exponent + (text.hasSuffix("%") ? 2 : 0)))
    }
}
