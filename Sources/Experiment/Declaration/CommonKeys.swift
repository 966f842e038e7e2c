/// What all kinds of a family may say beside their own arguments.
struct Common: Sendable {
    /// What the person calls it.
    @Located var label: String?
    /// The layers that it reads.
    var inputs: [Located<String>] = []
}

/// The keys that all kinds of a family have beside their own: `name` and `inputs` of layers, `id` of steps.
struct CommonKeys: Sendable {
    /// The keys.
    let fields: [Field<Common>]

    /// No key.
    static let none = CommonKeys(fields: [])

    /// The key under which a thing gets its name.
    static func label(_ key: String, _ doc: String) -> CommonKeys {
        CommonKeys(fields: [Field(key, \.$label, .some(.name("a name")), doc)])
    }

    /// `name` and `inputs`.
    static let layer = CommonKeys(
        fields: label("name", "The layer's name; its kind, numbered, where not written.").fields + [
            Field(
                "inputs", \.inputs, .layerReferences,
                "The layers that it reads, by name, `input` for the model's input; the layer before it where not written.")
        ])
}
