import Diagnostics

extension Spelling {
    /// What to say about a name that nothing bears: the nearest one, and all that there are.
    static func help(for word: String, in candidates: [String], what: String) -> [String] {
        guard !candidates.isEmpty else { return ["there are no \(what)"] }
        let meant = nearest(to: word, in: candidates).map { ["did you mean `\($0)`?"] } ?? []
        let shown = candidates.prefix(30).joined(separator: ", ") + (candidates.count > 30 ? ", …" : "")
        return meant + ["\(what): \(shown)"]
    }
}
