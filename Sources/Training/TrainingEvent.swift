/// What happens in a training, as it happens.
public enum TrainingEvent: Sendable {
    /// An epoch (from 1) of so many steps begins.
    case epochBegan(epoch: Int, epochs: Int, steps: Int)
    /// A step is done.
    case batchEnded(BatchProgress)
    /// The training part of an epoch (from 1) is done and its validation of so many batches begins.
    case validationBegan(epoch: Int, steps: Int)
    /// An epoch is done, and the callbacks have seen it.
    case epochEnded(History.Row)
    /// A callback acted.
    case callback(CallbackMessage)
}

/// Where a training or an evaluation stands after a batch.
public struct BatchProgress: Hashable, Sendable {
    /// The epoch, from 1; 1 in an evaluation.
    public var epoch: Int
    /// The batches done of this pass.
    public var step: Int
    /// The batches of this pass.
    public var steps: Int
    /// Means over the samples seen in this pass.
    public var logs: Logs
    /// Seconds since the pass began.
    public var seconds: Double
}

/// What a callback did, for people and for the figures.
public struct CallbackMessage: Codable, Hashable, Sendable {
    /// The kinds of actions.
    public enum Action: String, Codable, Sendable {
        /// Weights were saved.
        case saved
        /// Weights were not saved, as there was no improvement.
        case notSaved = "not_saved"
        /// The learning rate was lowered.
        case reducedLearningRate = "reduced_learning_rate"
        /// Layers became trainable.
        case thawed
        /// The training was ended.
        case stopped
        /// The best weights were given back.
        case restored
        /// It could not act: its monitor has no value.
        case monitorMissing = "monitor_missing"
    }

    /// The callback's kind: `EarlyStopping`.
    public var callback: String
    /// What it did.
    public var action: Action
    /// The epoch that it is about, from 1.
    public var epoch: Int
    /// What Keras prints.
    public var text: String
}
