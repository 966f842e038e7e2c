import YAMLSyntax

/// `model` as written: another model used as a layer.
struct ModelReference: Sendable {
    /// The model's name.
    @Located var use = ""
    /// The layer whose output the use gives; nil for the last one.
    @Located var until: String?
    /// What the use gives the model's parameters.
    var parameters: Node?
}

extension ModelReference: Declared {
    static let declaration: Declaration<ModelReference> = Declaration(
        kind: "model", keras: "keras.Model", bare: "use", start: ModelReference(),
        "All layers of another model; with a `name` they are called `name/layer`, else as that model calls them."
    ) {
        Field(
            "use", \.$use, .name("the name of a model"), required: true, examples: ["resnet50"],
            "The model whose layers these are.")
        Field(
            "until", \.$until, .some(.layerReference), examples: ["avg_pool"],
            "The layer of that model whose output is taken; what does not lead to it is left out.")
        Field("parameters", \.parameters, .given, "What the model's parameters are here.")
    }
}

extension ValueType<Node?> {
    /// Parameters with their values.
    fileprivate static let given: Self = ValueType(
        noun: "a mapping of parameters to values",
        decode: { node, decoding in
            guard case .mapping = node.content else {
                decoding.mismatch(node, needs: "a mapping of parameters to values")
                return nil
            }
            return .some(node)
        },
        schema: { _ in ["type": "object", "propertyNames": ["pattern": .string(Name.pattern)]] }, json: { _ in nil })
}
