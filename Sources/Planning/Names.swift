import Diagnostics
import Experiment

extension Resolver {
    /// Checks a name that becomes a folder or a file: letters, digits, `-`, `_` and `.`, beginning with a letter or a digit.
    @discardableResult
    mutating func checkFolderName(_ name: String, what: String, at place: Place?, reserved: Set<String> = []) -> Bool {
        if let problem = Self.problem(withFolderName: name, reserved: reserved) {
            report(
                "unsafe-name", "\(what) '\(name)' \(problem)", at: place,
                help: ["use letters, digits, '-', '_' and '.', beginning with a letter or a digit, at most 100"])
            return false
        }
        return true
    }

    /// Why a name cannot be a folder's; nil where it can.
    private static func problem(withFolderName name: String, reserved: Set<String>) -> String? {
        let scalars = name.unicodeScalars
        func isPlain(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        }
        guard let first = scalars.first else { return "is empty" }
        guard isPlain(first) else { return "begins with '\(first)'" }
        if let other = scalars.first(where: { !isPlain($0) && !"-_.".unicodeScalars.contains($0) }) {
            return "has a '\(other)' in it"
        }
        if scalars.count > 100 { return "is longer than 100 characters" }
        return reserved.contains(name.lowercased()) ? "is taken by something else in the results" : nil
    }

    /// Says that nothing has this name.
    mutating func reportUnknown(_ sort: String, _ name: String, among known: [String], at place: Place?, what: String) {
        report(
            "unknown-\(sort.replacing(" ", with: "-"))", "there is no \(sort) called '\(name)'", at: place,
            help: Spelling.help(for: name, in: known, what: what))
    }

    /// A whole number of at least 1, within reason.
    mutating func checkCount(_ value: Located<Int?>, _ key: String, upTo limit: Int = 1_000_000_000) {
        guard let count = value.wrappedValue, !(1...limit).contains(count) else { return }
        report("out-of-range", "\(key) is \(count)", at: value.place, help: ["\(key) is a whole number from 1 to \(limit)"])
    }
}
