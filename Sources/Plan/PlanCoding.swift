import Foundation

/// The JSON of plans: snake_case keys, sorted, so that equal plans are equal bytes.
public enum PlanCoding {
    /// Writes values as `plan.json` has them.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .custom { path in Key(path[path.count - 1].stringValue.snakeCased) }
        return try encoder.encode(value)
    }

    /// Reads what `encode` wrote.
    public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: data)
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { self.init(String(intValue)) }
    }
}

extension String {
    /// `beta1` as `beta_1`, `learningRate` as `learning_rate`: Keras's spelling of an argument.
    package var snakeCased: String {
        var result = ""
        var previous: Character?
        for character in self {
            // A single letter keeps its number: l1, l2.
            let isWord = character.isUppercase || (character.isNumber && result.count > 1)
            if let previous, previous.isLowercase, isWord { result += "_" }
            result += character.lowercased()
            previous = character
        }
        return result
    }
}
