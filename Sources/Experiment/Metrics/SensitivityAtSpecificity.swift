import Plan

extension SensitivityAtSpecificity: Declared {
    static let declaration: Declaration<SensitivityAtSpecificity> = Declaration(
        kind: kind, keras: "keras.metrics.SensitivityAtSpecificity", aliases: ["sensitivity_at_specificity"], bare: "specificity",
        start: SensitivityAtSpecificity(specificity: 0.5),
        "The highest sensitivity among the thresholds whose specificity is at least a given one."
    ) {
        Field("specificity", \.specificity, .number(.within(0...1)), required: true, examples: [0.9], "The least specificity.")
        Field("num_thresholds", \.numThresholds, .integer(1...100_000), "The number of thresholds from 0 to 1; one alone is 0.5.")
        Field("class_id", \.classId, .optional(.integer(0...)), "The output that counts; all where not written.")
    }
}
