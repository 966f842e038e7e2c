import Foundation

/// JSON in which every number comes back as it was: doubles in their shortest exact form, and names for what JSON has no word for.
public enum ExactJSON {
    private static let words = (infinity: "inf", negative: "-inf", nan: "nan")

    /// The bytes of a value; keys are sorted.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: words.infinity, negativeInfinity: words.negative, nan: words.nan)
        return try encoder.encode(value)
    }

    /// The value of some bytes.
    public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: words.infinity, negativeInfinity: words.negative, nan: words.nan)
        return try decoder.decode(type, from: data)
    }
}
