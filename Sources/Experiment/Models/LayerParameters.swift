import Diagnostics
import YAMLSyntax

/// A parameter of a block or a model: its name, and what it is where a use says nothing.
struct LayerParameter: Sendable {
    /// The name that `${…}` uses.
    var name: String
    /// The value where none is given; nil where one has to be.
    var otherwise: Node?
}

/// The arguments of a use, by parameter.
struct LayerArguments: Sendable {
    private var values: [String: Node] = [:]

    /// The value given to a parameter; nil where none is.
    subscript(name: String) -> Node? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// How a use of a block or model with these parameters is written.
    static func declaration(of name: String, _ parameters: [LayerParameter]) -> Declaration<LayerArguments> {
        Declaration(kind: name, start: LayerArguments(), "Stands for its layers.") {
            for parameter in parameters {
                Field(
                    parameter.name, \.[parameter.name], .some(.anything), required: parameter.otherwise == nil,
                    "A parameter of `\(name)`.")
            }
        }
    }
}

extension Decoding {
    /// Gives the parameters of a block or model their values: what the use says, else the default, which may name those before it.
    mutating func bind(_ parameters: [LayerParameter], to arguments: LayerArguments) {
        for parameter in parameters {
            scope.bind(local: parameter.name, to: arguments[parameter.name] ?? parameter.otherwise.flatMap { expand($0) })
        }
    }
}

extension ValueType<Node> {
    /// Whatever stands there, with every reference in it replaced.
    static let anything: Self = ValueType(
        noun: "a value", decode: { node, decoding in decoding.expand(node) }, schema: { _ in [:] }, json: { _ in nil })
}

extension ValueType<[LayerParameter]> {
    /// Names, each with its default or the word `required`.
    static let layerParameters: Self = ValueType(
        noun: "a mapping of names to defaults",
        decode: { node, decoding in
            if node.isNull { return [] }
            guard case .mapping(let entries) = node.content else {
                decoding.mismatch(node, needs: "a mapping of names to defaults", help: ["write {filters: required, stride: 1}"])
                return nil
            }
            return entries.compactMap { entry in
                guard Name.isValid(entry.key) else {
                    decoding.report("bad-name", "`\(entry.key)` is no name", at: entry.place, help: ["write \(Name.rule)"])
                    return nil
                }
                guard !CommonKeys.layer.fields.contains(where: { $0.key == entry.key }) else {
                    decoding.report(
                        "reserved-name", "a parameter cannot be called `\(entry.key)`, which every use has", at: entry.place,
                        help: ["`${name}` is the name that a use gives"])
                    return nil
                }
                return LayerParameter(name: entry.key, otherwise: entry.value.plain == "required" ? nil : entry.value)
            }
        },
        schema: { _ in
            [
                "type": ["object", "null"],
                "propertyNames": ["pattern": .string(Name.pattern), "not": ["enum": ["name", "inputs"]]],
            ]
        },
        json: { $0.isEmpty ? .object([]) : nil })
}
