/// What differs between the data of two locks.
enum DataDrift {
    /// Names listed in one message.
    private static let shown = 5

    /// Data sets of the same place are told of together: they read the same files.
    static func all(_ old: RunLock, _ new: RunLock) -> [Drift] {
        let before = old.samples
        return new.data.flatMap { entry -> [Drift] in
            // A data set that only one lock has is the plan's affair.
            let drifted = entry.datasets.filter { before[$0.key].map { [now = $0.value] in $0 != now } ?? false }.keys.sorted()
            guard let first = drifted.first, let was = old.data.first(where: { $0.datasets[first] != nil }) else { return [] }
            return between(was, entry, drifted)
        }
    }

    private static func between(_ old: DataLock, _ new: DataLock, _ names: [String]) -> [Drift] {
        let title = names.count == 1 ? "the data set \(quoted(names))" : "the data sets \(quoted(names))"
        let changed = new.files.filter { path, mark in old.files[path].map { $0.sha256 != mark.sha256 } ?? false }.keys.sorted()
        let added = new.files.keys.filter { old.files[$0] == nil }.sorted()
        let removed = old.files.keys.filter { new.files[$0] == nil }.sorted()
        var drifts: [Drift] = []
        func say(_ paths: [String], _ what: String, _ help: String, _ show: (String) -> String) {
            guard !paths.isEmpty else { return }
            let more = paths.count > shown ? " and \(paths.count - shown) more" : ""
            let list = paths.prefix(shown).map(show).joined(separator: ", ") + more
            let files = paths.count == 1 ? "1 file" : "\(paths.count) files"
            drifts.append(Drift(.data, "\(title): \(files) \(what): \(list)", help: [help]))
        }
        say(changed, "changed", "put back the files as they were") { path in
            guard let was = old.files[path], let now = new.files[path] else { return "'\(path)'" }
            return "'\(path)' (\(was.change(to: now)))"
        }
        say(removed, "removed", "put them back") { "'\($0)'" }
        say(added, "added", "take them away") { "'\($0)'" }
        guard drifts.isEmpty else { return drifts }
        return [
            Drift(
                .data, "\(title): the same files in another order, or with other labels",
                help: [new.manifest == nil ? "look at the classes" : "put back the manifest as it was"])
        ]
    }

    private static func quoted(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
}
