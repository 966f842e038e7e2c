import Foundation
import Network
import Plan

/// A callback at work: the second face of each kind in `Plan/Callbacks`.
///
/// Call sequence: made anew for each training; `epochBegan` before the first batch of each epoch; `batchEnded` after each training
/// step; `epochEnded` once for each finished epoch, in the order of the list and before the history has the row; `trainingEnded` once, after the last epoch, whether it is the last one planned or a callback stopped there.
///
/// Guarantee: where a training is interrupted or fails, nothing more is called. `state` is then that of the last finished epoch, and
/// together with `heldWeights` and the history it is all that is needed to go on from there.
protocol TrainingCallback {
    /// What it remembers from one epoch to the next, but for weights.
    associatedtype State: Codable & Hashable & Sendable
    /// What it remembers.
    var state: State { get set }
    /// The weights that it keeps to give back.
    var heldWeights: [Tensor]? { get set }

    /// Acts before the first batch of an epoch, which has no logs yet. Where an epoch is taken up again, this was done before.
    mutating func epochBegan(_ epoch: EpochContext) throws(TrainingFailure)
    /// Sees what a training step gave, and acts.
    mutating func batchEnded(_ batch: BatchContext) throws(TrainingFailure)
    /// Sees an epoch's logs and acts.
    mutating func epochEnded(_ epoch: EpochContext) throws(TrainingFailure)
    /// Acts for a last time.
    mutating func trainingEnded(_ context: EpochContext) throws(TrainingFailure)
}

extension TrainingCallback {
    /// None.
    var heldWeights: [Tensor]? {
        get { nil }
        set {}
    }
    mutating func epochBegan(_ epoch: EpochContext) throws(TrainingFailure) {}
    mutating func batchEnded(_ batch: BatchContext) throws(TrainingFailure) {}
    mutating func epochEnded(_ epoch: EpochContext) throws(TrainingFailure) {}
    mutating func trainingEnded(_ context: EpochContext) throws(TrainingFailure) {}

    /// What it remembers, as JSON.
    func encodedState() throws -> String { String(decoding: try ExactJSON.encode(state), as: UTF8.self) }
    /// Remembers what ``encodedState()`` gave.
    mutating func restore(_ encoded: String) throws { state = try ExactJSON.decode(State.self, from: Data(encoded.utf8)) }
}

/// Nothing to remember.
struct NoState: Codable, Hashable, Sendable {}

/// A kind of callback that can be put to work.
protocol WorkingCallbackKind: CallbackKind {
    /// A new one, for one training.
    ///
    /// - Parameter ordinal: Its number among the callbacks of its kind, from 0.
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback
}
