import Foundation
import Plan

/// A value as a JSON document for standard output.
enum JSONText {
    /// The text, ending in a line feed.
    static func of(_ value: some Encodable) -> String {
        (try? PlanCoding.encode(value)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? "null\n"
    }
}
