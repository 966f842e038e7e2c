import Foundation
import Plan

/// A value as JSON for standard output.
enum JSONText {
    /// A document of several lines, ending in a line feed.
    static func of(_ value: some Encodable) -> String {
        (try? PlanCoding.encode(value)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? "null\n"
    }

    /// An object on one line, ending in a line feed.
    static func line(_ object: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? "{}\n"
    }
}
