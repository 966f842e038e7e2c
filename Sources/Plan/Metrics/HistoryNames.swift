import Network

/// The names under which a training's values stand in histories: what callbacks watch, claims cite and curves have as columns.
public enum HistoryNames {
    /// The name of the learning rate: `lr` or `learning_rate`.
    public static func learningRate(_ semantics: Semantics) -> String {
        semantics.learningRateName.rawValue
    }

    /// Every name of a training, in Keras's order: the loss and the metrics, the same of the validation, the learning rate.
    public static func all(metrics: [String], validated: Bool, semantics: Semantics) -> [String] {
        let own = ["loss"] + metrics
        return own + (validated ? own.map { "val_" + $0 } : []) + [learningRate(semantics)]
    }
}
