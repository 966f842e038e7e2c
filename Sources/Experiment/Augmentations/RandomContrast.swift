import Plan

extension RandomContrast: Declared {
    static let declaration: Declaration<RandomContrast> = Declaration(
        kind: kind, keras: "keras.layers.RandomContrast", bare: "factor", start: RandomContrast(factor: 0),
        "Stretches or flattens the values of each channel about their mean."
    ) {
        Field("factor", \.factor, .number(.within(0...1)), required: true, examples: [0.2], "The largest change of the stretch.")
    }
}
