/// Comma-separated values (RFC 4180), lines ended by a line feed.
public enum CSV {
    /// A line without its end: fields with commas, quotes or line breaks are quoted.
    public static func line(_ fields: [String]) -> String {
        fields.map { field in
            let special = field.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }
            return special
                ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
        }.joined(separator: ",")
    }

    /// A number in the fewest digits that read back as the same number, with a point: `0.1`, `1e-05`, `nan`, `inf`.
    public static func number(_ value: Double) -> String {
        // A NaN has a sign, which means nothing.
        if value.isNaN { return "nan" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    /// The records of a text; lines may end in CR LF too. A quote that is never closed ends with the text.
    public static func parse(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var quoted = false
        var bytes = Array(text.utf8)[...]
        func finish(_ field: [UInt8]) -> String { String(decoding: field, as: UTF8.self) }
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\"") where quoted && bytes.first == UInt8(ascii: "\""):
                field.append(byte)
                bytes.removeFirst()
            case UInt8(ascii: "\"") where quoted || field.isEmpty: quoted.toggle()
            case UInt8(ascii: ",") where !quoted:
                record.append(finish(field))
                field = []
            case 13 where !quoted && bytes.first == 10: break
            case 10 where !quoted:
                records.append(record + [finish(field)])
                record = []
                field = []
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !record.isEmpty { records.append(record + [finish(field)]) }
        return records
    }
}
