import Plan

extension SpecificityAtSensitivity: Declared {
    static let declaration: Declaration<SpecificityAtSensitivity> = Declaration(
        kind: kind, keras: "keras.metrics.SpecificityAtSensitivity", aliases: ["specificity_at_sensitivity"], bare: "sensitivity",
        start: SpecificityAtSensitivity(sensitivity: 0.5),
        "The highest specificity among the thresholds whose sensitivity is at least a given one."
    ) {
        Field("sensitivity", \.sensitivity, .number(.within(0...1)), required: true, examples: [0.9], "The least sensitivity.")
        Field("num_thresholds", \.numThresholds, .integer(1...100_000), "The number of thresholds from 0 to 1; one alone is 0.5.")
        Field("class_id", \.classId, .optional(.integer(0...)), "The output that counts; all where not written.")
    }
}
