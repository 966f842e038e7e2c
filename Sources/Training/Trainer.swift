import Diagnostics
import Engine
import Network
import Plan

/// Trains a model (`fit`, `fit_generator`).
///
/// An epoch is: every batch of one pass of the training source; then, in inference mode, every batch of one pass of the validation
/// source; then the learning rate that the epoch ran with is added to the logs; then the callbacks, in the order of the list; then
/// the history. Training logs are means of the batches' values as the model was when each went through, weighed by the number of
/// samples: dropout on, batch statistics in use. Under `epoch_end: restart` an epoch that runs out of data is the last.
public struct Trainer {
    let id: String
    let step: TrainStep
    let compile: CompileStep
    let classWeight: [Double]?
    let semantics: Semantics

    /// Creates a trainer.
    ///
    /// - Parameters:
    ///   - id: The id of the step, for messages.
    ///   - step: What to do.
    ///   - compile: How the model was compiled: its loss and metrics.
    ///   - classWeight: The weight of each class in the training loss, in label order. Metrics and validation know nothing of it.
    ///   - semantics: Which Keras the callbacks follow.
    public init(id: String, step: TrainStep, compile: CompileStep, classWeight: [Double]? = nil, semantics: Semantics) {
        self.id = id
        self.step = step
        self.compile = compile
        self.classWeight = classWeight
        self.semantics = semantics
    }

    /// Trains a compiled session.
    ///
    /// - Parameter state: Where the training stood when it was left; the session's parameters and optimizer are then those of that
    ///   moment, and what follows is what would have followed there. Nil begins it.
    /// - Throws: `.diagnostic` where the data, the engine or a hook fails or the training loss is no number any more (outcome `failed`;
    ///   a validation loss may be NaN, as in Keras); `.interrupted` between two batches, when the state has been kept.
    public func train(
        _ session: any EngineSession, on training: any BatchSource, validation: (any BatchSource)? = nil,
        from state: TrainingState? = nil, hooks: TrainingHooks
    ) throws(TrainingFailure) -> TrainingOutcome {
        let loop = try TrainingLoop(self, session: session, callbacks: makeCallbacks(), from: state, hooks: hooks)
        return try loop.run(on: training, validation: validation)
    }

    private func makeCallbacks() throws(TrainingFailure) -> [any TrainingCallback] {
        var ordinals: [String: Int] = [:]
        var callbacks: [any TrainingCallback] = []
        for entry in step.callbacks {
            guard let kind = entry.kind as? any WorkingCallbackKind else {
                throw .diagnostic(
                    Diagnostic("callback-unknown", .error, "no way to do what \(entry.name) asks for", outcome: .internalFault))
            }
            callbacks.append(kind.makeCallback(semantics: semantics, ordinal: ordinals[entry.name, default: 0]))
            ordinals[entry.name, default: 0] += 1
        }
        return callbacks
    }

    /// The double that prints as the float does: 0.001, not 0.0010000000474974513.
    static func shortest(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}
