import Foundation

/// A value that a sweep sets: a number, or any YAML in one line.
///
/// Numbers are canonical, so that `0.1`, `1e-1` and `10%` are one value.
public enum SweepValue: Codable, Hashable, Sendable {
    /// A number.
    case number(Double)
    /// Anything else, as `--set` takes it: `relu`, `"no"`, `{SGD: {momentum: 0.9}}`.
    case yaml(String)

    /// What stands after the `=` of `--set`: a number with as few digits as name it.
    public var text: String {
        switch self {
        case .number(let value):
            if let whole = Int(exactly: value), abs(whole) < 1 << 53 { String(whole) } else { "\(value)" }
        case .yaml(let text): text
        }
    }

    /// The number, where it is one.
    public var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// The text without the quotes that YAML needs around some: what stands in a constraint within its own quotes.
    public var unquoted: String {
        let text = self.text
        let scalars = text.unicodeScalars
        guard scalars.count >= 2, let quote = scalars.first, scalars.last == quote else { return text }
        let inner = String(String.UnicodeScalarView(scalars.dropFirst().dropLast()))
        switch quote {
        case "'":
            // Two stand for one.
            var result = String.UnicodeScalarView()
            var isSecond = false
            for scalar in inner.unicodeScalars {
                isSecond = scalar == "'" && !isSecond
                if scalar != "'" || isSecond { result.append(scalar) }
            }
            return String(result)
        case "\"": return (try? JSONDecoder().decode(String.self, from: Data(text.utf8))) ?? inner
        default: return text
        }
    }

    /// Reads a number or a text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .yaml(try container.decode(String.self))
        }
    }

    /// Writes a number or a text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let value): try container.encode(value)
        case .yaml(let text): try container.encode(text)
        }
    }
}

/// A value at a place of the file.
public struct SweepSetting: Codable, Hashable, Sendable {
    /// What `--set` calls the place.
    public var path: String
    /// The value.
    public var value: SweepValue

    /// Creates a setting.
    public init(path: String, value: SweepValue) {
        self.path = path
        self.value = value
    }

    /// What follows `--set`.
    public var text: String { "\(path)=\(value.text)" }
}
