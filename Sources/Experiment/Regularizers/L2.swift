import Network

extension L2: Declared {
    static let declaration: Declaration<L2> = Declaration(
        kind: kind, keras: "keras.regularizers.L2", aliases: ["l2"], bare: "l2", start: L2(),
        "The sum of squares, times a factor."
    ) {
        Field("l2", \.l2, .number(.atLeast(0)), examples: ["1e-4"], "The factor of the sum of squares.")
    }
}
