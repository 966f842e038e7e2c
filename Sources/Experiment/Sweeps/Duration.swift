import YAMLSyntax

extension ValueType<Int> {
    /// A time in minutes, rounded up: `90min`, `2h`, `1h30min`, `1d`, Slurm's `1-12:00:00` and `12:00:00`, or a plain number of minutes.
    static let duration: Self = ValueType(
        noun: "a time such as 90min, 2h or 1-12:00:00",
        decode: { node, decoding in
            guard let text = node.text, !node.isNull, let seconds = Duration.seconds(text) else {
                let isPair = node.text.map { $0.split(separator: ":").count == 2 && !$0.contains("-") } ?? false
                decoding.mismatch(
                    node, needs: "a time such as 90min, 2h or 1-12:00:00",
                    help: isPair
                        ? ["write hours and minutes as 1h30min, or with seconds: 01:30:00"]
                        : ["units: d, h, min, s; a plain number is minutes"])
                return nil
            }
            // A year: no queue lets anything run longer, and nothing overflows.
            guard seconds > 0, seconds <= 366 * 86_400 else {
                decoding.outOfRange(node, needs: "a time above 0, of at most 366 days")
                return nil
            }
            return (seconds + 59) / 60
        },
        schema: { _ in
            .anyOf([
                ["type": "integer", "minimum": 1, "maximum": 527_040],
                [
                    "type": "string",
                    "pattern":
                        #"^(([0-9]+ ?d)? ?([0-9]+ ?h)? ?([0-9]+ ?min)? ?([0-9]+ ?s)?|([0-9]+-)?[0-9]+:[0-9]{1,2}:[0-9]{1,2}|[0-9]+)$"#,
                ],
            ])
        },
        json: { .integer($0) })
}

/// Times as text.
enum Duration {
    private static let units: [(name: String, seconds: Int)] = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]

    /// Reads a time; nil for anything else, and for what no machine counts.
    static func seconds(_ text: String) -> Int? {
        if let minutes = number(text[...]) { return minutes * 60 }
        return text.contains(":") ? clock(text) : amounts(text)
    }

    /// `1-12:00:00`, `12:00:00`.
    private static func clock(_ text: String) -> Int? {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let days = parts.count == 2 ? number(parts[0]) : 0, let last = parts.last else { return nil }
        let fields = last.split(separator: ":", omittingEmptySubsequences: false).map { number($0) }
        guard fields.count == 3, let hours = fields[0], let minutes = fields[1], let seconds = fields[2], minutes < 60,
            seconds < 60
        else { return nil }
        return days * 86_400 + hours * 3600 + minutes * 60 + seconds
    }

    /// `1h30min`: numbers with units, the largest first.
    private static func amounts(_ text: String) -> Int? {
        var rest = text.drop { $0 == " " }
        var total = 0
        var unit = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let value = number(digits) else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let name = rest.prefix { $0.isLetter }
            guard let index = units.indices.first(where: { $0 >= unit && units[$0].name == name }) else { return nil }
            unit = index + 1
            total += value * units[index].seconds
            rest = rest.dropFirst(name.count).drop { $0 == " " }
        }
        return total
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}
