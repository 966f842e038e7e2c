import Diagnostics

extension TreeBuilder {
    /// The entries of a mapping while it is read: those written in it, and those that `<<` brings.
    private struct Entries {
        var written: [Node.Entry] = []
        var indexes: [String: Int] = [:]
        /// The place of `<<` among the written entries, and what it brings, the first of a name winning.
        var merged: (index: Int, position: SourcePosition, entries: [Node.Entry])?

        /// All entries: the merged ones where `<<` stood, without those that are also written.
        var all: [Node.Entry] {
            guard let merged else { return written }
            var seen = Set(indexes.keys)
            var result = written
            result.insert(contentsOf: merged.entries.filter { seen.insert($0.key).inserted }, at: merged.index)
            return result
        }
    }

    mutating func mapping(_ start: Event, isFlow: Bool, depth: Int) throws(Stop) -> Built {
        var entries = Entries()
        var built = Built(node: Node(.mapping([]), at: source.position(start.start)))
        var firstKey: Event?
        if isFlow { brackets.append(start.start) }
        while true {
            let keyEvent = try next()
            if case .mappingEnd = keyEvent.kind {
                if isFlow { brackets.removeLast() }
                built.node.content = .mapping(entries.all)
                built.node.length = isFlow ? source.length(from: start.start, to: keyEvent.end) : firstKey.map(length) ?? 1
                return built
            }
            firstKey = firstKey ?? keyEvent
            let key = try node(keyEvent, depth: depth + 1)
            let value = try node(next(), depth: depth + 1)
            built.nodes += key.nodes + value.nodes
            // What a merge brings lies one level higher than where it was written, or two in a list of mappings.
            let lifted = isMerge(key.node) ? (value.node.items == nil ? 1 : 2) : 0
            built.height = max(built.height, key.height + 1, value.height + 1 - lifted)
            add(key: key.node, from: keyEvent, value: value.node, isFlow: isFlow, to: &entries)
        }
    }

    private func isMerge(_ key: Node) -> Bool {
        if case .scalar("<<", .plain) = key.content { true } else { false }
    }

    private mutating func add(key: Node, from event: Event, value: Node, isFlow: Bool, to entries: inout Entries) {
        let position = source.position(event.start)
        guard case .scalar(let name, let style) = event.kind.scalar else { return report(complexKey(event)) }
        if isMerge(key) {
            if let merged = entries.merged {
                return report(duplicate("<<", event, first: merged.position, "bring several in with `<<: [*a, *b]`"))
            }
            entries.merged = (entries.written.count, position, mergedEntries(of: value))
            return
        }
        if name.isEmpty { return report(emptyKey(event)) }
        if isFlow, style == .plain, value.isEmpty, let colon = name.firstIndex(of: ":") {
            return report(missingSpace(event, name: name, colon: colon))
        }
        if let first = entries.indexes[name] {
            return report(duplicate(name, event, first: entries.written[first].position, "keep one of them"))
        }
        entries.indexes[name] = entries.written.count
        entries.written.append(Node.Entry(key: name, position: position, length: length(of: event), value: value))
    }

    /// What `<<` brings: the entries of a mapping, or of each mapping of a list, each with the place it was written at.
    private mutating func mergedEntries(of value: Node) -> [Node.Entry] {
        switch value.content {
        case .mapping(let entries): return entries
        case .sequence(let items):
            var result: [Node.Entry] = []
            for item in items {
                if let entries = item.entries {
                    result += entries
                } else if !undefinedAliases.contains(item.position) {
                    report(invalidMerge(item))
                }
            }
            return result
        case .scalar:
            if !undefinedAliases.contains(value.position) { report(invalidMerge(value)) }
            return []
        }
    }
}

extension Event.Kind {
    /// The text and style, for scalars.
    fileprivate var scalar: Node.Content? {
        if case .scalar(let text, let style, _) = self { .scalar(text, style) } else { nil }
    }
}
