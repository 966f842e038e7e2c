/// The JSON Schema of the language, for editors and validators: a reading of the same declarations that the decoder reads.
public enum ExperimentSchema {
    /// The schema as text (draft-07, the newest that editors' YAML servers know), the same bytes every time.
    ///
    /// A place where a scalar or a whole value may stand takes a text with `${…}` too. In a file that `extends` another, data sets and
    /// models may be incomplete, and `steps` may be a mapping that changes steps by id.
    public static func json() -> String {
        var definitions = SchemaDefinitions()
        let root = ExperimentFile.declaration.objectSchema(common: .none, &definitions)
        let whole: JSON = [
            "properties": [
                "datasets": section(DatasetSpec.declaration.demands), "models": section(ModelSpec.declaration.demands),
                "blocks": section(Block.declaration.demands),
                "steps": ["not": ["type": "object"]], "steps+": false, "sweep": sweep,
            ]
        ]
        let head: JSON = [
            "$schema": "http://json-schema.org/draft-07/schema#", "title": "Assay experiment",
            "if": ["required": ["extends"]], "else": whole,
        ]
        let shared = definitions.entries.sorted { $0.key < $1.key }.map { JSON.Member(key: $0.key, value: $0.value) }
        return head.adding(root).adding(["definitions": .object(shared)]).render() + "\n"
    }

    private static func section(_ demands: JSON) -> JSON {
        ["additionalProperties": .anyOf([["type": "string"], demands])]
    }

    /// What a sweep needs that no other file can have.
    private static var sweep: JSON {
        let objective = JSON.anyOf([["type": "string"], ObjectiveSpec.declaration.demands])
        return .anyOf([
            ["type": ["string", "null"]], SweepSpec.declaration.demands.adding(["properties": ["objective": objective]]),
        ])
    }

    static func extends(_ definitions: inout SchemaDefinitions) -> JSON {
        ["type": ["string", "array"], "items": ["type": "string"], "minLength": 1, "minItems": 1]
    }

    static func parameters(_ definitions: inout SchemaDefinitions) -> JSON {
        ["type": ["object", "null"], "propertyNames": ["pattern": .string(Name.pattern)]]
    }

    static func appendedSteps(_ definitions: inout SchemaDefinitions) -> JSON {
        ValueType<[StepSpec]>.list(of: Kinds.steps.type).schema(&definitions)
    }

    /// Steps changed by id: which kind an id has is not known here, so a key may be any that a step has.
    static func stepChanges(_ definitions: inout SchemaDefinitions) -> JSON {
        let change = definitions.reference(to: "step-change") { definitions in
            var keys: [String] = []
            var choices: [String: [JSON]] = [:]
            for member in Kinds.steps.members {
                for (key, schema) in member.keySchemas(&definitions) {
                    if choices[key] == nil { keys.append(key) }
                    choices[key, default: []].append(schema)
                }
            }
            return [
                "description": "Arguments of a step of an extended file, by the step's id.", "type": "object",
                "additionalProperties": false,
                "properties": .object(keys.map { JSON.Member(key: $0, value: .anyOf(choices[$0] ?? [])) }),
            ]
        }
        return ["type": "object", "additionalProperties": change]
    }
}
