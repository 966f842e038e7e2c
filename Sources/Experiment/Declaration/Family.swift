import Diagnostics
import Network
import YAMLSyntax

/// The kinds that may stand in one place: layers, steps, losses.
struct Family<Value: Sendable>: Sendable {
    /// What one of them is called: `layer`.
    let name: String
    /// The keys that all of them have.
    var common = CommonKeys.none
    /// Words that may stand in the same place and are read elsewhere: `accuracy`.
    var otherWords: [String] = []
    /// What files may declare to stand in the same place.
    var declared: FileWords?
    /// All of them.
    let members: [Member]

    /// Names that a file declares: blocks among layers.
    struct FileWords: Sendable {
        /// Those in reach.
        let words: @Sendable (Decoding) -> [String]
        /// What such a name looks like, as a regular expression.
        let pattern: String
        /// What one with arguments looks like.
        let doc: String
    }

    /// One kind with its type erased.
    struct Member: Sendable {
        let name: String
        let aliases: [String]
        /// What it is called elsewhere; in Keras the last word: `fit` for `train`.
        let counterparts: [String]
        /// How it is written with arguments, by example.
        let example: String
        /// Whether it may stand without arguments.
        let standsAlone: Bool
        let keys: [String]
        let doc: String
        let read: @Sendable (Node?, Place, CommonKeys, inout Decoding) -> Written<Value>?
        let schema: @Sendable (CommonKeys, inout SchemaDefinitions) -> JSON
        /// Every key's schema, for places where only some of them stand.
        let keySchemas: @Sendable (inout SchemaDefinitions) -> [(key: String, schema: JSON)]

        /// Erases a declaration; `wrap` turns what it reads into the family's type.
        ///
        /// - Parameter common: Whether it may have the keys that all of the family have.
        init<Root>(
            _ declaration: Declaration<Root>, common takesCommon: Bool = true, _ wrap: @escaping @Sendable (Root) -> Value?
        ) {
            name = declaration.name
            aliases = declaration.aliases
            counterparts = declaration.elsewhere + (declaration.keras?.split(separator: ".").last.map { [String($0)] } ?? [])
            let argument = declaration.bare.map { _ in "…" } ?? declaration.example
            example = declaration.fields.isEmpty ? declaration.name : "\(declaration.name): \(argument)"
            standsAlone = declaration.standsAlone
            keys = declaration.fields.map(\.key)
            doc = declaration.fullDoc
            read = { node, owner, common, decoding in
                let gaps = decoding.gaps
                guard let reading = declaration.read(node, owner: owner, common: takesCommon ? common : .none, &decoding),
                    let value = wrap(reading.value)
                else { return nil }
                return Written(
                    value, kind: Located(declaration.name, at: owner.position, length: owner.length),
                    label: reading.common.$label,
                    inputs: reading.common.inputs, places: reading.places, isComplete: decoding.gaps == gaps)
            }
            schema = { common, definitions in declaration.argumentsSchema(common: takesCommon ? common : .none, &definitions) }
            keySchemas = { definitions in declaration.fields.map { ($0.key, declaration.propertySchema($0, &definitions)) } }
        }
    }

    private var article: String { "aeiou".contains(name.first ?? " ") ? "an" : "a" }
    /// `a layer`.
    var noun: String { "\(article) \(name)" }

    /// A kind by its name or alias.
    func member(named text: String) -> Member? {
        members.first { $0.name == text } ?? members.first { $0.aliases.contains(text) }
    }

    /// Reads `Name`, `{Name: argument}` or `{Name: {arguments}}`; the node's own reference is already replaced.
    func read(_ node: Node, _ decoding: inout Decoding) -> Written<Value>? {
        switch node.content {
        case .scalar(let text, _) where !node.isNull:
            guard let member = member(named: text) ?? recover(text, standsAlone: true, at: node.place, &decoding) else {
                return nil
            }
            return member.read(nil, node.place, common, &decoding)
        case .mapping(let entries) where entries.count == 1:
            let place = entries[0].place
            guard
                let member = members.first(where: { $0.name == entries[0].key })
                    ?? recover(entries[0].key, at: place, &decoding)
            else { return nil }
            return member.read(entries[0].value, place, common, &decoding)
        case .mapping(let entries) where entries.count > 1:
            let kind = entries.first { member(named: $0.key) != nil }?.key
            decoding.report(
                "wrong-type", "\(noun) is one name with its arguments, and here are \(entries.count) keys side by side",
                at: node.place,
                help: ["write {\(kind ?? members.first?.name ?? name): {…}}, or indent the arguments below the name"])
            return nil
        default:
            decoding.mismatch(node, needs: noun, help: [accepted(&decoding)])
            return nil
        }
    }

    private func words(_ decoding: inout Decoding) -> [String] { (declared?.words(decoding) ?? []) + otherWords }

    private func accepted(_ decoding: inout Decoding) -> String {
        "accepted: " + (words(&decoding) + members.map(\.name)).joined(separator: ", ")
    }

    /// Reports a word that names no kind; returns the kind that was probably meant, to read on with, unless it needs arguments and has none.
    private func recover(_ text: String, standsAlone: Bool = false, at place: Place, _ decoding: inout Decoding) -> Member? {
        var help: [String] = []
        var meant: Member?
        if let alias = members.first(where: { $0.aliases.contains(text) }) {
            help.append("with arguments it is called `\(alias.name)`")
            meant = alias
        } else if let counterpart = members.first(where: { $0.counterparts.contains(text) }) {
            help.append("it is called `\(counterpart.name)`")
            meant = counterpart
        } else if let last = text.split(separator: ".").last, last.count < text.count, let member = member(named: String(last)) {
            help.append("it is called `\(last)`")
            meant = member
        } else if let call = text.firstIndex(of: "("), let called = member(named: String(text[..<call])) {
            help.append("arguments are not in parentheses: write `\(called.example)`")
        } else if let near = Spelling.nearest(to: text, in: words(&decoding) + members.flatMap { [$0.name] + $0.aliases }) {
            help.append("did you mean `\(near)`?")
            meant = member(named: near)
        } else if let other = Vocabulary.family(of: text) {
            help.append("`\(text)` is \(other)")
        }
        if standsAlone, meant?.standsAlone == false { meant = nil }
        decoding.report(
            "unknown-kind", "there is no \(name) `\(text)`", at: place, help: help + [accepted(&decoding)],
            recovered: meant != nil)
        return meant
    }

    /// Such a value, as the type of a key.
    var type: ValueType<Written<Value>> {
        ValueType<Written<Value>>(
            noun: noun, decode: { node, decoding in read(node, &decoding) },
            schema: { definitions in definitions.reference(to: name.replacing(" ", with: "-")) { schema(&$0) } },
            json: { _ in nil })
    }

    /// Such a value, or the name of a list of them.
    var referenceType: ValueType<Reference<Written<Value>>> {
        ValueType<Reference<Written<Value>>>(
            noun: "the name of a list, or \(noun)",
            decode: { node, decoding in
                guard let text = node.text, !node.isNull, member(named: text) == nil else {
                    return read(node, &decoding).map { .inline($0) }
                }
                guard Name.isValid(text) else {
                    return recover(text, standsAlone: true, at: node.place, &decoding)?.read(nil, node.place, common, &decoding)
                        .map { .inline($0) }
                }
                return .named(Located(text, at: node.position, length: node.length))
            },
            schema: { definitions in
                .anyOf([ValueType<String>.name("a name").schema(&definitions), type.schema(&definitions)])
            },
            json: { _ in nil })
    }
}

extension ValueType {
    /// A list of such values or names of lists, or one of them alone, as the property that holds it.
    static func references<Item>(to family: Family<Item>) -> ValueType<[Reference<Written<Item>>]>
    where Value == [Reference<Written<Item>>] {
        ValueType<[Located<Reference<Written<Item>>>]>.oneOrList(of: family.referenceType)
            .map({ $0.map(\.wrappedValue) }, json: { $0.isEmpty ? [] : nil })
    }
}

extension Family.Member {
    /// The kinds of a family that another target lists, whose written form is already the resolved one.
    ///
    /// - Parameter isTaken: Which of them.
    static func all<Members: KindFamily>(
        of family: Members.Type, where isTaken: (any Kind.Type) -> Bool = { _ in true },
        _ wrap: @escaping @Sendable (OneOf<Members>) -> Value
    ) -> [Self] {
        func member<Root: Declared>(_ type: Root.Type) -> Self {
            Self(type.declaration) { value in (value as? any Kind).flatMap { OneOf<Members>($0) }.map(wrap) }
        }
        return family.members.filter(isTaken).compactMap { kind in (kind as? any Declared.Type).map { member($0) } }
    }
}
