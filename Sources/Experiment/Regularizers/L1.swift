import Network

extension L1: Declared {
    static let declaration: Declaration<L1> = Declaration(
        kind: kind, keras: "keras.regularizers.L1", aliases: ["l1"], bare: "l1", start: L1(),
        "The sum of absolute values, times a factor."
    ) {
        Field("l1", \.l1, .number(.atLeast(0)), examples: ["1e-4"], "The factor of the sum of absolute values.")
    }
}
