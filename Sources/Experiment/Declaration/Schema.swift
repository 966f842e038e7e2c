/// The shared parts of a schema, written once each under `definitions`.
struct SchemaDefinitions {
    private(set) var entries: [String: JSON] = [:]
    private var open: Set<String> = []

    /// A reference to a part, which is made when first asked for; a part may refer to itself.
    mutating func reference(to name: String, _ make: (inout Self) -> JSON) -> JSON {
        if entries[name] == nil, open.insert(name).inserted {
            let schema = make(&self)
            entries[name] = schema
            open.remove(name)
        }
        return ["$ref": .string("#/definitions/" + name)]
    }

    /// A reference to a part that is known.
    mutating func reference(to name: String, _ schema: JSON) -> JSON { reference(to: name) { _ in schema } }
}

extension JSON {
    /// Any of these, flattened, each once.
    static func anyOf(_ choices: [JSON]) -> JSON {
        var flat: [JSON] = []
        for choice in choices {
            let inner =
                if case .object(let members) = choice, members.count == 1, case .array(let items)? = choice["anyOf"] {
                    items
                } else {
                    [choice]
                }
            for item in inner where !flat.contains(item) { flat.append(item) }
        }
        return flat.count == 1 ? flat[0] : ["anyOf": .array(flat)]
    }

    /// A member of an object.
    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// This, or a text with a reference in it.
    func orReference(_ definitions: inout SchemaDefinitions) -> JSON {
        let isAnyText =
            switch self["type"] {
            case .string("string"): self["pattern"] == nil
            case .array(let types): types.contains("string") && self["pattern"] == nil
            default: false
            }
        if isAnyText { return self }
        let reference = definitions.reference(
            to: "reference",
            [
                "description": "A text with a reference: ${name}, ${env:NAME} or ${env:NAME:-default}.", "type": "string",
                "pattern": #"\$\{[^}]*\}"#,
            ])
        return .anyOf([self, reference])
    }

    /// This with a description, a default and examples before it.
    func described(_ doc: String, default value: JSON? = nil, examples: [JSON] = []) -> JSON {
        let head: JSON = .compact([
            "description": .string(doc), "default": value, "examples": examples.isEmpty ? nil : .array(examples),
        ])
        // Draft-07 ignores whatever stands beside `$ref`.
        let body: JSON = self["$ref"] == nil ? self : ["allOf": [self]]
        guard case .object(let first) = head, case .object(let second) = body else { return self }
        return .object(first + second.filter { member in !first.contains { $0.key == member.key } })
    }

    /// This with another value of a member.
    func replacing(_ key: String, with value: JSON) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.key == key ? Member(key: key, value: value) : $0 })
    }

    /// This with more members.
    func adding(_ other: JSON?) -> JSON {
        guard case .object(let first) = self, case .object(let second)? = other else { return self }
        return .object(first + second)
    }
}

extension Declaration {
    /// Whether no key has to be written.
    var standsAlone: Bool { !fields.contains(where: \.isRequired) && !rules.contains(where: \.demandsKey) }

    /// One key.
    func propertySchema(_ field: Field<Root>, _ definitions: inout SchemaDefinitions) -> JSON {
        field.schema(&definitions).described(
            field.doc, default: field.isRequired ? nil : field.json(start), examples: field.examples)
    }

    /// The mapping of keys; `complete` demands what has to be written, which a file that extends another may leave to that one.
    func objectSchema(common: CommonKeys, complete: Bool = true, _ definitions: inout SchemaDefinitions) -> JSON {
        var properties = fields.map { JSON.Member(key: $0.key, value: propertySchema($0, &definitions)) }
        properties += common.fields.map { JSON.Member(key: $0.key, value: $0.schema(&definitions).described($0.doc)) }
        let object: JSON = [
            "description": .string(fullDoc), "type": "object", "additionalProperties": false, "properties": .object(properties),
        ]
        return complete ? object.adding(demands) : object
    }

    /// What has to be written, and together with what.
    var demands: JSON {
        let required = fields.filter(\.isRequired).map { JSON.string($0.key) }
        var oneOf: JSON?
        var beside: [JSON.Member] = []
        var never: JSON?
        for rule in rules {
            switch rule {
            case .exactlyOne(let keys): oneOf = .array(keys.map { ["required": [.string($0)]] })
            case .atMostOne(let keys):
                let pairs = keys.indices.flatMap { first in
                    keys[(first + 1)...].map {
                        JSON.object([.init(key: "required", value: [.string(keys[first]), .string($0)])])
                    }
                }
                never = .object([.init(key: "anyOf", value: .array(pairs))])
            case .needs(let key, let other): beside.append(JSON.Member(key: key, value: [.string(other)]))
            }
        }
        return .compact([
            "required": required.isEmpty ? nil : .array(required), "oneOf": oneOf,
            "dependencies": beside.isEmpty ? nil : .object(beside), "not": never,
        ])
    }

    /// What may stand after a kind's name.
    func argumentsSchema(common: CommonKeys, _ definitions: inout SchemaDefinitions) -> JSON {
        var choices = [objectSchema(common: common, &definitions)]
        if let field = fields.first(where: { $0.key == bare }) { choices.append(field.schema(&definitions)) }
        if standsAlone { choices.append(["type": "null"]) }
        return JSON.anyOf(choices).orReference(&definitions).described(fullDoc)
    }
}

extension Declaration.Rule {
    fileprivate var demandsKey: Bool {
        if case .exactlyOne = self { true } else { false }
    }
}

extension Family {
    /// A name alone where no argument is needed, or one name with its arguments.
    func schema(_ definitions: inout SchemaDefinitions) -> JSON {
        let alone = members.filter(\.standsAlone).flatMap { [$0.name] + $0.aliases }
        var properties: [JSON.Member] = []
        for member in members { properties.append(JSON.Member(key: member.name, value: member.schema(common, &definitions))) }
        let uses = declared.map { declared in
            JSON.object([JSON.Member(key: declared.pattern, value: declaredSchema(declared, &definitions))])
        }
        var choices: [JSON] = [
            .compact([
                "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
                "properties": .object(properties), "patternProperties": uses,
            ])
        ]
        if !alone.isEmpty { choices.append(["enum": .array(alone.map(JSON.string))]) }
        if let declared { choices.append(["type": "string", "pattern": .string(declared.pattern)]) }
        return .anyOf(choices)
    }

    /// What stands after a name that a file declares: which keys it has is not known here.
    private func declaredSchema(_ declared: FileWords, _ definitions: inout SchemaDefinitions) -> JSON {
        let properties = common.fields.map { JSON.Member(key: $0.key, value: $0.schema(&definitions).described($0.doc)) }
        return JSON.anyOf([["type": "object", "properties": .object(properties)], ["type": "null"]]).orReference(&definitions)
            .described(declared.doc)
    }
}
