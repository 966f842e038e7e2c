import YAMLSyntax

/// A list whose items each name a kind: steps, layers, callbacks, augmentations, metrics.
struct KindList {
    /// What an item is called, and where it is.
    struct Name {
        var kind: String
        /// The id of a step, or the name that something else was given; nil where it has none.
        var id: String?
        var index: Int
    }

    /// Why a name leads to no item.
    enum Miss: Error {
        case unknown
        /// Several items of that kind, at these places.
        case ambiguous([Int])
    }

    /// The items that name a kind.
    let names: [Name]

    /// Looks at a list; `isSteps` where its items have ids.
    init(_ items: [Node], isSteps: Bool) {
        let kinds = items.enumerated().compactMap { index, item in
            Self.kind(of: item).map { (index: index, kind: $0.kind, id: $0.argument?[isSteps ? "id" : "name"]?.text) }
        }
        guard isSteps else {
            names = kinds.map {
                Name(kind: $0.kind, id: $0.id.flatMap { Experiment.Name.isValid($0) ? $0 : nil }, index: $0.index)
            }
            return
        }
        let ids = StepIdentifiers.assign(kinds.map { ($0.kind, $0.id) })
        names = zip(kinds, ids).map { Name(kind: $0.kind, id: $1, index: $0.index) }
    }

    /// The words that lead to items: ids or names where there are any, else kinds.
    var words: [String] { names.map { $0.id ?? $0.kind } }

    /// The item of an id or name, or else the only item of a kind.
    func find(_ word: String) throws(Miss) -> Int {
        if let name = names.first(where: { $0.id == word }) { return name.index }
        let indexes = names.filter { $0.kind == word }.map(\.index)
        guard let first = indexes.first else { throw .unknown }
        guard indexes.count == 1 else { throw .ambiguous(indexes) }
        return first
    }

    /// The kind that an item names, and its argument: `Flatten`, `{Dropout: 0.2}`; nil for anything else.
    static func kind(of item: Node) -> (kind: String, argument: Node?)? {
        switch item.content {
        case .scalar(let text, _): return text.first?.isLetter == true ? (text, nil) : nil
        case .mapping(let entries):
            guard let entry = entries.first, entries.count == 1 else { return nil }
            return (entry.key, entry.value)
        case .sequence: return nil
        }
    }

    /// An item with another argument; a bare name becomes a mapping.
    static func item(_ item: Node, with argument: Node) -> Node {
        var result = item
        switch item.content {
        case .scalar(let text, _):
            result.content = .mapping([Node.Entry(key: text, position: item.position, length: item.length, value: argument)])
        case .mapping(var entries):
            guard let index = entries.indices.first else { return item }
            entries[index].value = argument
            result.content = .mapping(entries)
        case .sequence: break
        }
        return result
    }
}
