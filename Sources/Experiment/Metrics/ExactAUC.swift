import Plan

extension ExactAUC: Declared {
    static let declaration: Declaration<ExactAUC> = Declaration(
        kind: kind, aliases: ["exact_auc"], start: ExactAUC(),
        "The exact area under the ROC curve, where a tie counts one half; it keeps all outputs of an epoch in memory."
    ) {
        Field(
            "class_id", \.classId, .optional(.integer(0...)), examples: [1],
            "The output that counts, against its class; all where not written.")
        Field(
            "multi_label", \.multiLabel, .boolean,
            "Whether each output has an area of its own, and their mean counts; else all are taken together.")
    }
}
