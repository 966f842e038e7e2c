import Diagnostics
import YAMLSyntax

/// Lays one text over another: mappings merge key by key, everything else is replaced, steps can be changed by id.
struct Overlay {
    /// What is wrong with the texts laid over.
    private(set) var diagnostics: [Diagnostic] = []

    /// Lays the root of a file, or of a setting, over what lies below it.
    mutating func root(_ base: Node, _ over: Node) -> Node {
        var sections = over
        sections.content = .mapping((over.entries ?? []).filter { !["extends", "steps", "steps+"].contains($0.key) })
        var result = Self.merge(base, sections, at: [])
        var entries = result.entries ?? []
        for key in ["steps", "steps+"] {
            guard let entry = over.entries?.first(where: { $0.key == key }) else { continue }
            let index = entries.firstIndex { $0.key == "steps" }
            let below = index.map { entries[$0] }
            guard let steps = key == "steps" ? steps(entry, over: below) : appended(entry, to: below) else { continue }
            if let index { entries[index] = steps } else { entries.append(steps) }
        }
        result.content = .mapping(entries)
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

    /// `steps`: a list replaces what lies below; a mapping changes the steps of those ids.
    private mutating func steps(_ entry: Node.Entry, over base: Node.Entry?) -> Node.Entry? {
        guard let changes = entry.value.entries else { return entry }
        guard let base, var items = base.value.items else {
            diagnostics.append(
                Diagnostic(
                    "no-steps-to-change", "`steps` written as a mapping changes steps by id, and there are none below",
                    at: entry.position,
                    length: entry.length,
                    help: ["write a list: `- train: {…}`", "or name the file that has the steps in `extends:`"]))
            return base
        }
        let list = KindList(items, isSteps: true)
        for change in changes {
            do throws(KindList.Miss) {
                let index = try list.find(change.key)
                guard
                    let argument = KindList.kind(of: items[index]).map({
                        $0.argument ?? Node(.mapping([]), at: items[index].position)
                    })
                else { continue }
                let changed = Self.merge(argument, change.value, at: ["steps", change.key])
                items[index] = KindList.item(items[index], with: changed)
            } catch {
                diagnostics.append(Self.unknownStep(change, error, list))
            }
        }
        var result = base
        result.value.content = .sequence(items)
        return result
    }

    private mutating func appended(_ entry: Node.Entry, to base: Node.Entry?) -> Node.Entry? {
        guard let more = entry.value.items else {
            diagnostics.append(
                Diagnostic(
                    "steps-to-append-not-a-list", "`steps+` appends a list of steps", at: entry.value.position,
                    length: entry.value.length,
                    help: ["write `steps+: [{evaluate: {…}}]`, or each step on a line of its own after `- `"]))
            return base
        }
        guard var result = base, let items = base?.value.items else {
            return Node.Entry(key: "steps", position: entry.position, length: entry.length, value: entry.value)
        }
        result.value.content = .sequence(items + more)
        return result
    }

    private static func unknownStep(_ change: Node.Entry, _ miss: KindList.Miss, _ list: KindList) -> Diagnostic {
        switch miss {
        case .unknown:
            return Diagnostic(
                "unknown-step", "no step below has the id '\(change.key)'", at: change.position, length: change.length,
                help: Suggestions.help(for: change.key, among: list.words, called: "steps"))
        case .ambiguous(let indexes):
            let ids = list.names.filter { indexes.contains($0.index) }.compactMap(\.id)
            return Diagnostic(
                "ambiguous-step", "several steps are a '\(change.key)'", at: change.position, length: change.length,
                help: ["name one by its id: \(ids.joined(separator: ", "))"])
        }
    }
}
