import Plan

extension AUC: Declared {
    static let declaration: Declaration<AUC> = Declaration(
        kind: kind, keras: "keras.metrics.AUC", aliases: ["auc"],
        absent: [
            "thresholds": "thresholds are equally spaced: say how many with `num_thresholds`",
            "from_logits": "metrics see the outputs of the last layer: end it with sigmoid or softmax",
        ], start: AUC(), "The area under a curve, approximated from counts at equally spaced thresholds as Keras does."
    ) {
        Field("num_thresholds", \.numThresholds, .integer(2...100_000), "The number of thresholds from 0 to 1.")
        Field(
            "curve", \.curve, .choice(), "ROC: true positive rate over false positive rate. PR: precision over recall.")
        Field(
            "summation_method", \.summationMethod, .choice(), "How the area between two thresholds is taken.")
        Field(
            "multi_label", \.multiLabel, .boolean,
            "Whether each output has a curve of its own, and the mean of their areas counts; else all are taken together.")
    }
}
