import Diagnostics
import YAMLSyntax

/// Lays one text over another: mappings merge key by key, everything else is replaced, steps can be changed by id.
struct Overlay {
    /// What is wrong with the texts laid over.
    private(set) var diagnostics: [Diagnostic] = []

    /// Lays the root of a file, or of a setting, over what lies below it.
    mutating func root(_ base: Node, _ over: Node) -> Node {
        let written = over.entries ?? []
        let changes = written.first { $0.key == "steps" && $0.value.entries != nil }
        let more = written.first { $0.key == "steps+" }
        var sections = over
        sections.content = .mapping(
            written.filter { $0.key != "extends" && $0.key != "steps+" && ($0.key != "steps" || changes == nil) })
        var result = Self.merge(base, sections, at: [])
        if let changes { change(&result, changes) }
        if let more { append(more, to: &result) }
        return result
    }

    /// Lays a value over another at a path.
    static func merge(_ base: Node, _ over: Node, at path: [String]) -> Node {
        guard let below = base.entries, let above = over.entries, !KindRules.replaces(below, above, at: path) else { return over }
        let dropped = KindRules.replacedKeys(by: above, at: path)
        var entries = dropped.isEmpty ? below : below.filter { !dropped.contains($0.key) }
        var indexes = Dictionary(entries.enumerated().map { ($1.key, $0) }) { first, _ in first }
        for entry in above {
            if let index = indexes[entry.key] {
                entries[index] = merged(entries[index], entry, at: path)
            } else {
                indexes[entry.key] = entries.count
                entries.append(entry)
            }
        }
        var result = base
        result.content = .mapping(entries)
        return result
    }

    /// An entry over one of the same key: where both are mappings the place stays that of the lower one, else it is the upper one's.
    private static func merged(_ base: Node.Entry, _ over: Node.Entry, at path: [String]) -> Node.Entry {
        guard base.value.entries != nil, over.value.entries != nil else { return over }
        var result = base
        result.value = merge(base.value, over.value, at: path + [base.key])
        return result
    }

    /// Changes the steps that a mapping names by id.
    private mutating func change(_ root: inout Node, _ entry: Node.Entry) {
        guard var items = root["steps"]?.items else {
            diagnostics.append(
                Diagnostic(
                    "no-steps-to-change", "`steps` written as a mapping changes steps by id, and there are none below",
                    at: entry.position, length: entry.length,
                    help: ["write a list: `- train: {…}`", "or name the file that has the steps in `extends:`"]))
            return
        }
        let list = KindList(items, isSteps: true)
        for change in entry.value.entries ?? [] {
            do throws(KindList.Miss) {
                let index = try list.find(change.key)
                let argument = KindList.kind(of: items[index])?.argument ?? Node(.mapping([]), at: items[index].position)
                let changed = Self.merge(argument, change.value, at: ["steps", change.key])
                items[index] = KindList.item(items[index], with: changed)
            } catch {
                diagnostics.append(Self.unknownStep(change, error, list))
            }
        }
        set(items, in: &root)
    }

    /// Appends a list of steps.
    private mutating func append(_ entry: Node.Entry, to root: inout Node) {
        guard let more = entry.value.items else {
            diagnostics.append(
                Diagnostic(
                    "steps-to-append-not-a-list", "`steps+` appends a list of steps", at: entry.value.position,
                    length: entry.value.length,
                    help: ["write `steps+: [{evaluate: {…}}]`, or each step on a line of its own after `- `"]))
            return
        }
        if let items = root["steps"]?.items {
            set(items + more, in: &root)
        } else {
            let steps = Node.Entry(key: "steps", position: entry.position, length: entry.length, value: entry.value)
            var section = root
            section.content = .mapping([steps])
            root = Self.merge(root, section, at: [])
        }
    }

    /// Puts other items into the list of steps.
    private func set(_ items: [Node], in root: inout Node) {
        guard var sections = root.entries, let index = sections.firstIndex(where: { $0.key == "steps" }) else { return }
        sections[index].value.content = .sequence(items)
        root.content = .mapping(sections)
    }

    private static func unknownStep(_ change: Node.Entry, _ miss: KindList.Miss, _ list: KindList) -> Diagnostic {
        switch miss {
        case .unknown:
            return Diagnostic(
                "unknown-step", "no step below has the id `\(change.key)`", at: change.position, length: change.length,
                help: Suggestions.help(for: change.key, among: list.words, called: "steps"))
        case .ambiguous(let indexes):
            let ids = list.names.filter { indexes.contains($0.index) }.compactMap(\.id)
            return Diagnostic(
                "ambiguous-step", "several steps are a `\(change.key)`", at: change.position, length: change.length,
                help: ["name one by its id: \(ids.joined(separator: ", "))"])
        }
    }
}
