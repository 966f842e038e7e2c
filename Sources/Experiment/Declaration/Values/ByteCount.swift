import YAMLSyntax

extension ValueType<Int> {
    /// An amount of memory in bytes: `512MiB`, `2GB`, a plain number of bytes, or `none` for 0.
    static let byteCount: Self = ValueType(
        noun: "an amount of memory such as 512MiB, 2GB or none",
        decode: { node, decoding in
            if node.text == "none" { return 0 }
            guard let text = node.text, node.plain != nil || text.hasSuffix("B"), let bytes = ByteCount.parse(text) else {
                decoding.mismatch(
                    node, needs: "an amount of memory such as 512MiB, 2GB or none",
                    help: ["units: B, " + ByteCount.units.map(\.name).joined(separator: ", ")])
                return nil
            }
            guard bytes >= 0, bytes <= 1e15, let count = Int(exactly: bytes.rounded()) else {
                decoding.outOfRange(node, needs: "an amount of memory from 0 to 1000000 GB")
                return nil
            }
            return count
        },
        schema: { _ in
            .anyOf([
                ["type": "integer", "minimum": 0, "maximum": 1_000_000_000_000_000],
                ["type": "string", "pattern": #"^([0-9]+(\.[0-9]+)? ?([kKMGT]i?)?B|none)$"#],
            ])
        },
        json: { bytes in
            let unit = ByteCount.units.last {
                bytes > 0 && $0.name.contains("i") && Double(bytes).remainder(dividingBy: $0.size) == 0
            }
            return unit.map { .string("\(Int(Double(bytes) / $0.size))\($0.name)") } ?? .integer(bytes)
        })
}

/// Amounts of memory as text.
public enum ByteCount {
    /// Binary units, then decimal ones, each smallest first.
    static let units: [(name: String, size: Double)] = [
        ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("KiB", 1024), ("MiB", 1_048_576),
        ("GiB", 1_073_741_824),
        ("TiB", 1_099_511_627_776),
    ]

    /// Reads a number with a unit (`512MiB`, `2GB`), or without one for bytes; nil for anything else.
    public static func parse(_ text: String) -> Double? {
        guard let unit = units.first(where: { text.hasSuffix($0.name) }) else {
            if text.hasSuffix("B") { return plain(text.dropLast()) }
            return text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Double(text) : nil
        }
        return plain(text.dropLast(unit.name.count)).map { $0 * unit.size }
    }

    private static func plain(_ text: Substring) -> Double? {
        let digits = text.last == " " ? text.dropLast() : text
        guard let first = digits.utf8.first, let last = digits.utf8.last, first != UInt8(ascii: "."), last != UInt8(ascii: "."),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") })
        else { return nil }
        return Double(digits)
    }
}
