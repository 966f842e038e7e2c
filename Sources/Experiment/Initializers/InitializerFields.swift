import Network

extension Field {
    /// `kernel_initializer` and the like: how a parameter begins.
    ///
    /// - Parameters:
    ///   - name: The parameter, as Keras's argument calls it.
    ///   - usual: What is meant where nothing is written; written out, it is the same.
    static func initializer(
        _ name: String, _ path: WritableKeyPath<Root, OneOf<InitializerFamily>?> & Sendable, usual: any InitializerKind
    ) -> Field<Root> {
        let word = KerasNaming.snakeCase(type(of: usual).kind)
        let usual = OneOf<InitializerFamily>(usual)
        let family = Kinds.initializers.type
        let type = ValueType<OneOf<InitializerFamily>?>(
            noun: family.noun,
            decode: { node, decoding in
                family.decode(node, &decoding).map { $0.value == usual ? nil : $0.value } as OneOf<InitializerFamily>??
            }, schema: family.schema, json: { $0 == nil ? .string(word) : nil })
        return Field("\(name)_initializer", path, type, examples: ["he_normal"], "How the \(Self.words(name)) begins.")
    }

    /// `kernel_regularizer` and the like: what a parameter's size adds to the loss.
    static func regularizer(
        _ name: String, _ path: WritableKeyPath<Root, OneOf<RegularizerFamily>?> & Sendable
    ) -> Field<Root> {
        Field(
            "\(name)_regularizer", path, .optional(Kinds.regularizers.type.map { $0.value }), examples: [["L2": "1e-4"]],
            "What the size of the \(Self.words(name)) adds to the loss.")
    }

    private static func words(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }
}
