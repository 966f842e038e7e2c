import Network

extension L1L2: Declared {
    static let declaration: Declaration<L1L2> = Declaration(
        kind: kind, keras: "keras.regularizers.L1L2", aliases: ["l1_l2"], start: L1L2(), "Both sums, each times a factor."
    ) {
        Field("l1", \.l1, .number(.atLeast(0)), examples: ["1e-4"], "The factor of the sum of absolute values.")
        Field("l2", \.l2, .number(.atLeast(0)), examples: ["1e-4"], "The factor of the sum of squares.")
    }
}
