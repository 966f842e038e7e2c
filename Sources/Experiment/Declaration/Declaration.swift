import Diagnostics
import YAMLSyntax

/// All that the language knows of one kind, or of one sort of mapping: decoder, messages, JSON Schema and reference read the same.
struct Declaration<Root: Sendable>: Sendable {
    /// A rule between keys.
    enum Rule: Sendable {
        /// Exactly one of these has to be written.
        case exactlyOne([String])
        /// At most one of these may be written.
        case atMostOne([String])
        /// The first has a meaning only beside the second.
        case needs(String, beside: String)
    }

    /// The kind's name, or the sort of thing with its article.
    let name: String
    /// Whether `name` is a word of the language.
    let isKind: Bool
    /// What it does, in one sentence.
    let doc: String
    /// Its counterpart in Keras: `keras.layers.Conv2D`.
    let keras: String?
    /// Other names that Keras has for it: `adam`.
    let aliases: [String]
    /// The key whose value may stand alone: `Dropout: 0.2`.
    let bare: String?
    /// What other tools call it: `bayes`.
    let elsewhere: [String]
    /// Keys of Keras, or of other tools, that have no place here, and what stands in their stead.
    let absent: [String: String]
    /// Rules between keys.
    let rules: [Rule]
    /// The value before anything is read; what it holds are the defaults.
    let start: Root
    /// The keys, in the order that pages and schemas show.
    let fields: [Field<Root>]

    /// Declares a kind.
    init(
        kind: String, keras: String? = nil, aliases: [String] = [], bare: String? = nil, elsewhere: [String] = [],
        absent: [String: String] = [:], rules: [Rule] = [], start: Root, _ doc: String,
        @FieldBuilder<Root> fields: () -> [Field<Root>] = { [] }
    ) {
        name = kind
        isKind = true
        self.doc = doc
        self.keras = keras
        self.aliases = aliases
        self.bare = bare
        self.elsewhere = elsewhere
        self.absent = absent
        self.rules = rules
        self.start = start
        self.fields = fields()
    }

    /// Declares a sort of mapping that bears no kind's name, such as a data set.
    init(
        thing: String, absent: [String: String] = [:], rules: [Rule] = [], start: Root, _ doc: String,
        @FieldBuilder<Root> fields: () -> [Field<Root>]
    ) {
        name = thing
        isKind = false
        self.doc = doc
        keras = nil
        aliases = []
        bare = nil
        elsewhere = []
        self.absent = absent
        self.rules = rules
        self.start = start
        self.fields = fields()
    }

    /// The name as messages have it.
    var title: String { isKind ? "`\(name)`" : name }

    /// Its arguments by example: `{filters: …, kernel_size: …}`.
    var example: String {
        let required = fields.filter(\.isRequired)
        let shown = required.isEmpty ? Array(fields.prefix(1)) : required
        return shown.isEmpty ? "nothing" : "{" + shown.map { "\($0.key): …" }.joined(separator: ", ") + "}"
    }

    /// The sentence with the Keras counterpart, as editors show it.
    var fullDoc: String { keras.map { "\(doc) (\($0))" } ?? doc }
}

/// A value whose type says how it is written.
protocol Declared: Sendable {
    /// The kind's one declaration.
    static var declaration: Declaration<Self> { get }
}

/// What a mapping of arguments was read into.
struct Reading<Root: Sendable>: Sendable {
    var value: Root
    var common = Common()
    var places: [String: Place] = [:]
}

extension Declaration {
    /// Reads the arguments of a kind: a mapping, its bare argument, or nothing.
    ///
    /// - Parameter owner: Where the kind's name stands; a missing key is reported there.
    func read(_ node: Node?, owner: Place, common: CommonKeys, _ decoding: inout Decoding) -> Reading<Root>? {
        guard let node = node.flatMap({ decoding.resolve($0) }) ?? (node == nil ? .nothing(at: owner) : nil) else { return nil }
        if node.isNull { return read([], owner: owner, common: common, &decoding) }
        if case .mapping(let entries) = node.content { return read(entries, owner: owner, common: common, &decoding) }
        if let bare, let field = fields.first(where: { $0.key == bare }) {
            var reading = Reading(value: start)
            reading.places[bare] = field.read(node, &reading.value, &decoding)
            return finish(reading, owner: owner, &decoding)
        }
        decoding.report(
            "wrong-type", "\(title) needs its arguments by name, not \(node.summary)", at: node.place, help: ["write \(example)"])
        return nil
    }

    /// Reads a mapping.
    func read(_ entries: [Node.Entry], owner: Place, common: CommonKeys, _ decoding: inout Decoding) -> Reading<Root> {
        var reading = Reading(value: start)
        var hasUnknown = false
        var reasons: Set<String> = []
        for (index, entry) in entries.enumerated() {
            if let field = fields.first(where: { $0.key == entry.key }) {
                reading.places[entry.key] = field.read(entry.value, &reading.value, &decoding)
            } else if let field = common.fields.first(where: { $0.key == entry.key }) {
                _ = field.read(entry.value, &reading.common, &decoding)
            } else if entry.closesTuple(begunIn: entries[..<index]) {
                continue
            } else if let reason = absent[entry.key], !reasons.insert(reason).inserted {
                // `min` and `max` are one slip.
                continue
            } else {
                let field = meant(by: entry.key, among: entries)
                reportUnknown(entry, after: index > 0 ? entries[index - 1] : nil, meant: field, common: common, &decoding)
                // Reading on with what was meant keeps one slip from being followed by what it leads to.
                guard let field, reading.places[field.key] == nil else {
                    hasUnknown = true
                    continue
                }
                reading.places[field.key] = entry.place
                if !entry.value.isNull { _ = field.read(entry.value, &reading.value, &decoding) }
            }
        }
        return finish(reading, owner: owner, hasUnknown: hasUnknown, &decoding)
    }

    /// - Parameter hasUnknown: Whether a key was reported that stands for none of the fields; it may have been meant as one of several.
    private func finish(
        _ reading: Reading<Root>, owner: Place, hasUnknown: Bool = false, _ decoding: inout Decoding
    ) -> Reading<Root> {
        var reading = reading
        for field in fields where reading.places[field.key] == nil {
            field.settle(&reading.value)
            guard field.isRequired else { continue }
            decoding.report("missing-key", "\(title) needs `\(field.key)`", at: owner, help: ["`\(field.key)`: \(field.doc)"])
        }
        for rule in rules {
            switch rule {
            case .exactlyOne(let keys):
                let written = keys.filter { reading.places[$0] != nil }
                let choices = keys.map { "`\($0)`" }.joined(separator: ", ")
                if written.isEmpty, !hasUnknown {
                    decoding.report("missing-key", "\(title) needs one of \(choices)", at: owner)
                } else if written.count > 1 {
                    decoding.report(
                        "conflicting-keys", "\(title) needs exactly one of \(choices), and has \(written.count)",
                        at: reading.places[written[1]], help: ["leave out all but one"])
                }
            case .atMostOne(let keys):
                let written = keys.filter { reading.places[$0] != nil }
                guard written.count > 1 else { continue }
                decoding.report(
                    "conflicting-keys", "\(title) takes one of `\(written.joined(separator: "`, `"))`, not several",
                    at: reading.places[written[1]], help: ["leave out all but one"])
            case .needs(let key, let other):
                guard let place = reading.places[key], reading.places[other] == nil else { continue }
                decoding.report("conflicting-keys", "`\(key)` has a meaning only beside `\(other)`", at: place)
            }
        }
        return reading
    }

    /// The field that a misspelt or old key stands for, unless the field is written too; `filters=8` stands for `filters`.
    private func meant(by key: String, among entries: [Node.Entry]) -> Field<Root>? {
        guard absent[key] == nil else { return nil }
        let word = key.split(separator: "=", maxSplits: 1).first.map(String.init) ?? key
        let near = Spelling.nearest(to: word, in: fields.map(\.key))
        let field = fields.first { $0.formerly.contains(word) } ?? fields.first { $0.key == near }
        return entries.contains { $0.key == field?.key } ? nil : field
    }

    private func reportUnknown(
        _ entry: Node.Entry, after previous: Node.Entry?, meant: Field<Root>?, common: CommonKeys, _ decoding: inout Decoding
    ) {
        let keys = fields.map(\.key) + common.fields.map(\.key)
        var help: [String] = []
        var isRecovered = meant != nil
        if let field = fields.first(where: { $0.formerly.contains(entry.key) }) {
            help.append("it is called `\(field.key)`")
        } else if let reason = absent[entry.key] {
            help.append(reason)
        } else if let equals = entry.key.firstIndex(of: "="), entry.value.isNull {
            isRecovered = false
            help.append("write `\(meant?.key ?? String(entry.key[..<equals])): \(entry.key[equals...].dropFirst())`")
        } else if entry.value.isNull, let first = entry.key.first, first.isNumber {
            help.append("within braces a comma begins the next key: write 1000 for 1,000, and 0.5 for 0,5")
        } else {
            if let near = Spelling.nearest(to: entry.key, in: keys) { help.append("did you mean `\(near)`?") }
            if let previous, previous.value.isNull { help.append("if it belongs to `\(previous.key)` above, indent it") }
            let owners = Vocabulary.owners(of: entry.key).prefix(3)
            if !owners.isEmpty { help.append("`\(entry.key)` belongs to " + owners.joined(separator: ", ")) }
        }
        help.append(keys.isEmpty ? "\(title) takes no arguments" : "accepted: " + keys.joined(separator: ", "))
        decoding.report(
            "unknown-key", "\(title) has no `\(entry.key)`", at: entry.place,
            help: help, recovered: isRecovered)
    }
}

extension Node {
    /// An empty value.
    static func nothing(at place: Place) -> Node { Node(.scalar("", .plain), at: place.position, length: place.length) }
}

extension Node.Entry {
    /// Whether this is the `3)` of `{kernel_size: (3, 3)}`, whose `(3` has been reported.
    fileprivate func closesTuple(begunIn before: ArraySlice<Node.Entry>) -> Bool {
        value.isNull && key.hasSuffix(")") && before.contains { $0.value.plain?.hasPrefix("(") ?? false }
    }
}

extension ValueType {
    /// A mapping of declared keys, without a kind's name.
    ///
    /// - Parameter mergesWithBase: Whether a file that extends another may leave keys to that one.
    static func mapping(
        _ declaration: @escaping @Sendable () -> Declaration<Value>, name: String, noun: String, mergesWithBase: Bool = false
    ) -> Self {
        ValueType(
            noun: noun,
            decode: { node, decoding in
                guard case .mapping(let entries) = node.content else {
                    decoding.mismatch(node, needs: noun)
                    return nil
                }
                return declaration().read(entries, owner: node.place, common: .none, &decoding).value
            },
            schema: { definitions in
                definitions.reference(to: name) { declaration().objectSchema(common: .none, complete: !mergesWithBase, &$0) }
            },
            json: { _ in nil })
    }
}
