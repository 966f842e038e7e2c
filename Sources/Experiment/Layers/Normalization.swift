import Network

extension Normalization: Declared {
    static let declaration: Declaration<Normalization> = Declaration(
        kind: kind, keras: "keras.layers.Normalization", absent: LayerHints.absent + LayerHints.axis,
        rules: [.needs("mean", beside: "variance"), .needs("variance", beside: "mean")], start: Normalization(),
        "Subtracts a mean from each channel and divides by a deviation, which no training changes."
    ) {
        Field(
            "mean", \.mean, .some(.oneOrEach()), examples: [[0.485, 0.456, 0.406]],
            "What is subtracted, one number or one for each channel; a weight, which a file brings, where not written.")
        Field(
            "variance", \.variance, .some(.oneOrEach(.atLeast(0))), examples: [[0.0524, 0.0502, 0.0506]],
            "The square of what divides, one number or one for each channel; likewise.")
    }
}
