import Diagnostics
import YAMLSyntax

/// Follows a setting's path to where its value belongs, through mappings by key and through lists by number, id or kind.
struct SettingWalk {
    typealias Segments = ArraySlice<SettingPath.Segment>

    let setting: Setting
    let value: Node

    /// The document with the value in it.
    func root(_ root: Node, _ segments: [SettingPath.Segment]) throws(Diagnostic) -> Node {
        guard let first = segments.first, let key = first.key, segments.count == 1 else {
            return try set(in: root, segments[...], at: [])
        }
        guard key != "extends" else {
            throw diagnostic("extends-in-setting", "a file's `extends` cannot be set", first, ["name the other file instead"])
        }
        var overlay = Overlay()
        let result = overlay.root(root, mapping([entry(key, first)]))
        if let problem = overlay.diagnostics.first { throw problem }
        return result
    }

    private func set(in node: Node, _ segments: Segments, at path: [String]) throws(Diagnostic) -> Node {
        guard let segment = segments.first else { return Overlay.merge(node, value, at: path) }
        guard path.count < SettingPath.maximumSegments else {
            throw diagnostic("malformed-path", "this leads more than \(SettingPath.maximumSegments) levels deep", segment, [])
        }
        switch node.content {
        case .mapping(let entries): return try set(in: node, entries, segment, segments, at: path)
        case .sequence(let items): return try set(in: node, items, segment, segments, at: path)
        case .scalar(let text, _):
            guard node.isEmpty else { throw nothingInside(text, segment, segments, at: path) }
            return try set(in: Node(.mapping([]), at: node.position), segments, at: path)
        }
    }

    // MARK: Mappings

    private func set(
        in node: Node, _ entries: [Node.Entry], _ segment: SettingPath.Segment, _ segments: Segments, at path: [String]
    ) throws(Diagnostic) -> Node {
        guard segment.key != nil else {
            throw diagnostic(
                "not-a-list", "\(named(path)) is a mapping, which has keys and no numbers", segment,
                Suggestions.help(for: segment.text, among: entries.map(\.key), called: "keys"))
        }
        var result = node
        if let (index, count) = match(segments, in: entries), count < segments.count {
            var changed = entries
            changed[index].value = try set(in: entries[index].value, segments.dropFirst(count), at: path + [entries[index].key])
            result.content = .mapping(changed)
            return result
        } else if let (index, _) = match(segments, in: entries) {
            return Overlay.merge(node, mapping([entry(entries[index].key, segment)]), at: path)
        }
        if let only = entries.first, entries.count == 1, KindRules.isKindName(only.key), !KindRules.isTable(path),
            !KindRules.isKindName(segment.text)
        {
            result.content = .mapping([try inside(only, segments, at: path)])
            return result
        }
        // A new parameter is one that nothing uses.
        guard segments.count == 1, !KindRules.areParameters(path) else {
            throw diagnostic(
                "unknown-path", "\(named(path)) has no `\(segment.text)`", segment,
                stepHelp(segment, entries, at: path)
                    + Suggestions.help(for: segment.text, among: entries.map(\.key), called: "keys there"))
        }
        return Overlay.merge(node, mapping([entry(segment.text, segment)]), at: path)
    }

    /// The entry that the next segments name; keys with dots in them (`keras-2.2.4`) take several.
    private func match(_ segments: Segments, in entries: [Node.Entry]) -> (index: Int, count: Int)? {
        var name = ""
        for (count, segment) in zip(1..., segments) {
            guard let key = segment.key else { return nil }
            name += (count == 1 ? "" : ".") + key
            if let index = entries.firstIndex(where: { $0.key == name }) { return (index, count) }
        }
        return nil
    }

    /// A kind's entry with the value set among its arguments.
    private func inside(_ kind: Node.Entry, _ segments: Segments, at path: [String]) throws(Diagnostic) -> Node.Entry {
        var result = kind
        result.value = try set(in: kind.value, segments, at: path + [kind.key])
        return result
    }

    // MARK: Lists

    private func set(
        in node: Node, _ items: [Node], _ segment: SettingPath.Segment, _ segments: Segments, at path: [String]
    ) throws(Diagnostic) -> Node {
        var changed = items
        let rest = segments.dropFirst()
        switch segment.target {
        case .index(let index):
            guard let index, items.indices.contains(index) else {
                let range = items.isEmpty ? "this list is empty" : "its items are [0] to [\(items.count - 1)]"
                throw diagnostic("index-out-of-range", "`\(shown(path))` has no item \(segment.text)", segment, [range])
            }
            changed[index] = rest.isEmpty ? value : try set(inItem: items[index], rest, at: path + [segment.text])
        case .key(let word):
            let index = try find(word, in: items, segment, at: path)
            let argument = KindList.kind(of: items[index])?.argument ?? Node(.mapping([]), at: items[index].position)
            changed[index] = KindList.item(items[index], with: try set(in: argument, rest, at: path + [word]))
        }
        var result = node
        result.content = .sequence(changed)
        return result
    }

    /// Goes on in an item reached by number: by the name of its kind, or straight to one of its arguments.
    private func set(inItem item: Node, _ segments: Segments, at path: [String]) throws(Diagnostic) -> Node {
        guard let kind = KindList.kind(of: item), let segment = segments.first, segment.key != nil else {
            return try set(in: item, segments, at: path)
        }
        let rest = segment.key == kind.kind ? segments.dropFirst() : segments
        let argument = kind.argument ?? Node(.mapping([]), at: item.position)
        return KindList.item(item, with: try set(in: argument, rest, at: path + [kind.kind]))
    }

    private func find(
        _ word: String, in items: [Node], _ segment: SettingPath.Segment, at path: [String]
    ) throws(Diagnostic) -> Int {
        let list = KindList(items, isSteps: path == ["steps"])
        do throws(KindList.Miss) { return try list.find(word) } catch {
            switch error {
            case .unknown:
                throw diagnostic(
                    "unknown-path", "the list `\(shown(path))` has no `\(word)`", segment,
                    Suggestions.help(for: word, among: list.words, called: "items"))
            case .ambiguous(let indexes):
                let ways = list.names.filter { indexes.contains($0.index) }.map { $0.id ?? "\(shown(path))[\($0.index)]" }
                throw diagnostic(
                    "ambiguous-path", "the list `\(shown(path))` has several `\(word)`", segment,
                    ["name one: \(ways.prefix(20).joined(separator: ", "))"])
            }
        }
    }

    // MARK: Words

    private func nothingInside(
        _ text: String, _ segment: SettingPath.Segment, _ segments: Segments, at path: [String]
    ) -> Diagnostic {
        let whole = KindRules.isKindName(segment.text) ? "{\(segment.text): {…}}" : "{…}"
        return diagnostic(
            "unknown-path", "`\(shown(path))` is the value `\(DisplayText.safe(text, limit: 40))`, and nothing stands inside it",
            segment,
            ["set it whole: `--set '\(shown(path))=\(whole)'`"])
    }

    /// For the id of a step that stands where a section is due.
    private func stepHelp(_ segment: SettingPath.Segment, _ entries: [Node.Entry], at path: [String]) -> [String] {
        guard path.isEmpty, let steps = entries.first(where: { $0.key == "steps" })?.value.items,
            KindList(steps, isSteps: true).words.contains(segment.text)
        else { return [] }
        return ["a step is found below the steps: `steps.\(segment.text)`"]
    }

    private func named(_ path: [String]) -> String { path.isEmpty ? "the experiment" : "`\(shown(path))`" }

    private func shown(_ path: [String]) -> String {
        path.reduce(into: "") { $0 += $0.isEmpty || $1.hasPrefix("[") ? $1 : ".\($1)" }
    }

    private func diagnostic(_ id: String, _ message: String, _ segment: SettingPath.Segment, _ help: [String]) -> Diagnostic {
        setting.diagnostic(id, message, column: segment.column, length: segment.text.unicodeScalars.count, help)
    }

    private func entry(_ key: String, _ segment: SettingPath.Segment) -> Node.Entry {
        Node.Entry(key: key, position: setting.position(segment.column), length: segment.text.unicodeScalars.count, value: value)
    }

    private func mapping(_ entries: [Node.Entry]) -> Node { Node(.mapping(entries), at: setting.position(1)) }
}
