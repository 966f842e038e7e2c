import Plan
import YAMLSyntax

/// A domain with the places of its values.
struct PlacedDomain: Sendable {
    var domain: SweepDomain
    var places: [Place]
}

/// The values that a parameter may have, as a mapping: exactly one of its forms, and when it counts.
struct SweepDomainSpec: Sendable {
    var values: PlacedDomain?
    var range: PlacedDomain?
    var uniform: PlacedDomain?
    var logUniform: PlacedDomain?
    var intUniform: PlacedDomain?
    var choice: PlacedDomain?
    var conditions: [SweepConditionSpec] = []

    /// The one that was written.
    var domain: PlacedDomain? { values ?? range ?? uniform ?? logUniform ?? intUniform ?? choice }

    /// The keys of which exactly one stands there.
    static let forms = ["values", "range", "uniform", "log_uniform", "int_uniform", "choice"]

    /// Reads a list, or a mapping.
    static func read(
        _ node: Node, writtenAs written: Node, _ decoding: inout Decoding
    ) -> (PlacedDomain, [SweepConditionSpec])? {
        switch node.content {
        case .sequence: return ValueType<PlacedDomain>.values(isOrdered: true).decode(node, &decoding).map { ($0, []) }
        case .mapping(let entries):
            let owner = written.place
            let spec = declaration.read(entries, owner: owner, common: .none, &decoding).value
            return spec.domain.map { ($0, spec.conditions) }
        case .scalar:
            decoding.mismatch(
                node, needs: "a list of values, or a mapping such as {uniform: [0, 1]}",
                help: advice(for: node))
            return nil
        }
    }

    /// How other tools write a domain.
    private static let absent: [String: String] = {
        let interval =
            "write the interval behind its form: {uniform: [0, 1]}, {log_uniform: [1e-5, 1e-2]} or {int_uniform: [1, 8]}"
        let form = "the form is the key: uniform, log_uniform, int_uniform, choice, values or range"
        let constant = "what does not vary stands in its own place of the file, and not here"
        var absent = ["value": constant, "constant": constant]
        for key in ["min", "max", "low", "high", "lower", "upper", "minimum", "maximum"] { absent[key] = interval }
        for key in ["distribution", "type", "log", "space"] { absent[key] = form }
        return absent
    }()

    /// Any two of the forms; a file that extends another may have none.
    private static var twoForms: [JSON] {
        forms.indices.flatMap { first in
            forms[(first + 1)...].map { ["required": [.string(forms[first]), .string($0)]] as JSON }
        }
    }

    /// What to write instead of a text.
    private static func advice(for node: Node) -> [String] {
        guard let text = node.plain, !node.isNull else { return [] }
        if text.hasPrefix("(") { return ["a list is in brackets: [0.1, 0.2]"] }
        if text.contains("(") {
            return ["write a list, {range: [first, last, step]}, {uniform: [a, b]} or {log_uniform: [a, b]}"]
        }
        return ["one value alone: [\(node.flowText)]"]
    }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSON {
        definitions.reference(to: "domain") { definitions in
            .anyOf([
                ValueType<PlacedDomain>.values(isOrdered: true).schema(&definitions),
                declaration.objectSchema(common: .none, complete: false, &definitions).adding(["not": ["anyOf": .array(twoForms)]]
                ),
            ]).orReference(&definitions)
        }
    }
}

extension SweepDomainSpec: Declared {
    static let declaration: Declaration<SweepDomainSpec> = Declaration(
        thing: "a domain", absent: absent, rules: [.exactlyOne(forms)], start: SweepDomainSpec(),
        "The values that a parameter may have."
    ) {
        Field(
            "values", \.values, .some(.values(isOrdered: true)), examples: [[0.1, 0.2, 0.4]],
            "One of a list: the same as the list alone.")
        Field(
            "range", \.range, .some(.range), examples: [[16, 128, 16]],
            "Numbers from the first to the last, both among them, with a step between them: 1 where not written.")
        Field("uniform", \.uniform, .some(.uniform), examples: [[0, 0.5]], "Any number of an interval, each as likely.")
        Field(
            "log_uniform", \.logUniform, .some(.logUniform), examples: [["1e-5", "1e-2"]],
            "Any number of an interval above 0, each order of magnitude as likely.")
        Field(
            "int_uniform", \.intUniform, .some(.intUniform), examples: [[1, 8]],
            "Any whole number of an interval, both ends among them, each as likely.")
        Field("choice", \.choice, .some(.values(isOrdered: false)), examples: [["adam", "sgd"]], "One of a list without order.")
        Field(
            "when", \.conditions, .conditions, examples: [["optimizer": ["sgd", "adam"]]],
            "Other parameters with the values for which this one is set at all; else the file's own value stands.")
    }
}

extension ValueType<PlacedDomain> {
    /// A list.
    static func values(isOrdered: Bool) -> Self {
        let list = ValueType<[Located<SweepValue>]>.sweepValues
        return list.map { values in
            let plain = values.map(\.wrappedValue)
            return PlacedDomain(
                domain: .values(plain, isOrdered: isOrdered && plain.allSatisfy { $0.number != nil }),
                places: values.compactMap { value in value.position.map { Place($0, length: value.length) } })
        }
    }

    /// Two numbers, the smaller one first.
    static let uniform = interval { .uniform(low: $0, high: $1) }

    /// Two numbers above 0, the smaller one first.
    static let logUniform = interval(isLogarithmic: true) { .logUniform(low: $0, high: $1) }

    /// Two whole numbers, the smaller one first.
    static let intUniform: Self = {
        let whole = ValueType<Int>.integer(-Int(Int32.max)...Int(Int32.max))
        return ValueType(
            noun: "two whole numbers, the smaller one first",
            decode: { node, decoding in
                guard
                    let (ends, places) = ends(
                        of: node, as: whole, counts: 2...2, "two whole numbers, the smaller one first", &decoding),
                    inOrder(Double(ends[0]), Double(ends[1]), node, &decoding)
                else { return nil }
                return PlacedDomain(domain: .intUniform(low: ends[0], high: ends[1]), places: places)
            },
            schema: { definitions in pair(of: whole, 2, &definitions) }, json: { _ in nil })
    }()

    /// The first, the last, and the step between them.
    static let range: Self = {
        let number = ValueType<Double>.number()
        let noun = "the first and the last value, and the step between them: [16, 128, 16]"
        return ValueType(
            noun: noun,
            decode: { node, decoding in
                guard let (numbers, _) = ends(of: node, as: number, counts: 2...3, noun, &decoding) else { return nil }
                let step = numbers.count == 3 ? numbers[2] : 1
                guard inOrder(numbers[0], numbers[1], step: numbers.count == 3 && step != 0 ? abs(step) : nil, node, &decoding)
                else {
                    return nil
                }
                guard step > 0 else {
                    decoding.report(
                        "out-of-range", "the step of a range is above 0", at: node.items?.last?.place ?? node.place)
                    return nil
                }
                do throws(RangeValues.Fault) {
                    let values = try RangeValues.values(from: numbers[0], to: numbers[1], step: step)
                    return PlacedDomain(
                        domain: .values(values.map { .number($0) }, isOrdered: true),
                        places: Array(repeating: node.place, count: values.count))
                } catch {
                    decoding.report(error.id, error.message, at: node.place, help: error.help)
                    return nil
                }
            },
            schema: { definitions in pair(of: number, 3, &definitions) }, json: { _ in nil })
    }()

    private static func interval(
        isLogarithmic: Bool = false, _ make: @escaping @Sendable (Double, Double) -> SweepDomain
    ) -> Self {
        let number = ValueType<Double>.number()
        let noun = "two numbers\(isLogarithmic ? " above 0" : ""), the smaller one first"
        return ValueType(
            noun: noun,
            decode: { node, decoding in
                guard let (numbers, places) = ends(of: node, as: number, counts: 2...2, noun, &decoding) else { return nil }
                if isLogarithmic, let index = numbers.firstIndex(where: { $0 <= 0 }) {
                    decoding.report(
                        "out-of-range",
                        "the orders of magnitude of `log_uniform` end above 0, and here is \(SweepValue.number(numbers[index]).text)",
                        at: places[index], help: ["begin with a small number such as 1e-5, or use `uniform`"])
                    return nil
                }
                guard inOrder(numbers[0], numbers[1], node, &decoding) else { return nil }
                return PlacedDomain(domain: make(numbers[0], numbers[1]), places: places)
            },
            schema: { definitions in pair(of: number, 2, &definitions) }, json: { _ in nil })
    }

    private static func pair<Item>(of item: ValueType<Item>, _ most: Int, _ definitions: inout SchemaDefinitions) -> JSON {
        ["type": "array", "items": item.placeSchema(&definitions), "minItems": 2, "maxItems": .integer(most)]
    }

    /// The numbers of a list, with their places.
    private static func ends<Item>(
        of node: Node, as item: ValueType<Item>, counts: ClosedRange<Int>, _ noun: String, _ decoding: inout Decoding
    ) -> (values: [Item], places: [Place])? {
        guard let items = node.items, counts.contains(items.count) else {
            decoding.mismatch(node, needs: noun, help: ["write [first, last]"])
            return nil
        }
        let values = items.compactMap { item.read($0, &decoding) }
        return values.count == items.count ? (values.map(\.wrappedValue), items.map(\.place)) : nil
    }

    /// Whether the first number is below the second; says so where it is not.
    private static func inOrder(_ first: Double, _ last: Double, step: Double? = nil, _ node: Node, _ decoding: inout Decoding)
        -> Bool
    {
        guard first >= last else { return true }
        func text(_ numbers: Double?...) -> String {
            "[" + numbers.compactMap { $0.map { SweepValue.number($0).text } }.joined(separator: ", ") + "]"
        }
        if first > last {
            decoding.report(
                "reversed-bounds", "the bounds are reversed: the first is above the last", at: node.place,
                help: ["write \(text(last, first, step))"])
        } else {
            decoding.report(
                "empty-space", "both ends are \(SweepValue.number(first).text), which leaves nothing to choose", at: node.place,
                help: ["one value alone: \(text(first))"])
        }
        return false
    }
}

extension ValueType<[SweepConditionSpec]> {
    /// Other parameters, each with a value or several.
    static let conditions: Self = ValueType(
        noun: "a mapping of other parameters to values",
        decode: { node, decoding in
            guard case .mapping(let entries) = node.content, !entries.isEmpty else {
                decoding.mismatch(node, needs: "a mapping of other parameters to values", help: ["write when: {optimizer: sgd}"])
                return nil
            }
            let conditions = entries.compactMap { entry -> SweepConditionSpec? in
                guard let path = SweepPath.read(entry, &decoding) else { return nil }
                decoding.subject = entry.key
                return ValueType<[Located<SweepValue>]>.oneOrMoreSweepValues.read(entry.value, &decoding).map {
                    SweepConditionSpec(path: path, values: $0.wrappedValue)
                }
            }
            return conditions.count == entries.count ? conditions : nil
        },
        schema: { _ in ["type": "object", "minProperties": 1, "propertyNames": SweepPath.schema] }, json: { _ in nil })
}
