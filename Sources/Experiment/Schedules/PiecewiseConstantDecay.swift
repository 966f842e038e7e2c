import Network

extension PiecewiseConstantDecay: Declared {
    static let declaration: Declaration<PiecewiseConstantDecay> = Declaration(
        kind: kind, keras: "keras.optimizers.schedules.PiecewiseConstantDecay",
        start: PiecewiseConstantDecay(boundaries: [], values: []),
        "One learning rate up to each boundary, and another beyond the last."
    ) {
        Field(
            "boundaries", \.boundaries, .list(of: .integer(0...), atLeast: 1), required: true, examples: [[1000, 2000]],
            "The last step of each rate but the last, ascending; steps count from 0.")
        Field(
            "values", \.values, .list(of: .number(.atLeast(0)), atLeast: 2), required: true,
            examples: [["1e-3", "1e-4", "1e-5"]],
            "The rates, one more than there are boundaries.")
    }
}
