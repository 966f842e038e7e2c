import Plan

/// An entry of `thaw` as written.
public struct ThawSpec: Sendable {
    /// The first epoch, from 1, that trains the layers.
    @Located public var epoch = 1
    /// Selectors of layers as written.
    @Located public var layers: [Located<String>] = []
}

extension ThawSpec: Declared {
    static let declaration: Declaration<ThawSpec> = Declaration(
        thing: "a thaw", start: ThawSpec(), "Layers that become trainable as an epoch begins."
    ) {
        Field(
            "epoch", \.$epoch, .integer(1...1_000_000), required: true, examples: [5],
            "The first epoch, counted from 1, that trains them.")
        Field("layers", \.$layers, .selectors, required: true, examples: ["conv5*"], SelectorHints.layers)
    }
}
