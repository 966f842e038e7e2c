extension [Diagnostic] {
    /// The most that a person is shown at once.
    public static var limit: Int { 100 }

    /// What to show of everything that was found: in the order of each file's text, files in the order in which they were first named and
    /// what has no place at the end; without lints where there are errors, since what they say rests on a file that will change; and the
    /// first ``limit`` of them, with a word about the rest.
    public func forReading() -> [Diagnostic] {
        let hasErrors = contains { $0.severity == .error }
        let ordered = filter { !hasErrors || $0.severity != .lint }.inReadingOrder()
        guard ordered.count > Self.limit else { return ordered }
        // An error must not hide behind warnings, nor the exit code change: errors come first where not everything is shown.
        let chosen = ordered.filter { $0.severity == .error } + ordered.filter { $0.severity != .error }
        let rest = Diagnostic(
            "too-many-diagnostics", .warning, "\(ordered.count - Self.limit) more are not shown",
            help: ["mend these and ask again"])
        return Array(chosen.prefix(Self.limit)).inReadingOrder() + [rest]
    }

    /// In the order of each file's text; files in the order in which they were first named, and what has no place at the end.
    public func inReadingOrder() -> [Diagnostic] {
        var files: [String: Int] = [:]
        for diagnostic in self {
            guard let file = diagnostic.position?.file, files[file] == nil else { continue }
            files[file] = files.count
        }
        func key(_ entry: (offset: Int, element: Diagnostic)) -> [Int] {
            guard let position = entry.element.position else { return [.max, 0, 0, entry.offset] }
            return [files[position.file] ?? 0, position.line, position.column, entry.offset]
        }
        return enumerated().sorted { key($0).lexicographicallyPrecedes(key($1)) }.map(\.element)
    }
}
