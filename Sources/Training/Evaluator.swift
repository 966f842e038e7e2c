import Datasets
import Diagnostics
import Engine
import Network
import Plan

/// What a model gave for one sample.
public struct Prediction: Codable, Hashable, Sendable {
    /// The index of the sample in its data set.
    public var sample: Int
    /// Its class.
    public var label: Int
    /// The outputs, one a unit of the last layer.
    public var outputs: [Float]

    /// Creates a prediction.
    public init(sample: Int, label: Int, outputs: [Float]) {
        self.sample = sample
        self.label = label
        self.outputs = outputs
    }

    /// The class that the outputs speak for: the first largest; of a single output, 1 above 0.5.
    public var predicted: Int {
        outputs.count == 1 ? (outputs[0] > 0.5 ? 1 : 0) : MetricBatch.largest(outputs[...])
    }
}

/// What an evaluation gave.
public struct Evaluation: Codable, Hashable, Sendable {
    /// `loss` and the metrics over the samples (the loss only where the semantics has it so).
    public var logs: Logs
    /// The number of samples; one that came twice counts twice.
    public var samples: Int
    /// The number of batches.
    public var batches: Int
    /// How long it took.
    public var seconds: Double
    /// How much of that was spent waiting for data.
    public var waitSeconds: Double
    /// In the order of the batches.
    public var predictions: [Prediction]
}

/// Measures a model on data, in inference mode (`evaluate`, `evaluate_generator`).
public struct Evaluator {
    /// The id of the step.
    private let id: String
    /// Loss and metrics.
    private let compile: CompileStep
    private let semantics: Semantics

    /// Creates an evaluator.
    ///
    /// - Parameters:
    ///   - id: The id of the step, for messages.
    ///   - compile: How the model was compiled.
    ///   - semantics: Which Keras the loss is reported by.
    public init(id: String, compile: CompileStep, semantics: Semantics) {
        self.id = id
        self.compile = compile
        self.semantics = semantics
    }

    /// Runs pass 0 of a source through a compiled session.
    ///
    /// - Throws: `.diagnostic` where the data, the engine, `progress` or the loss (not a number) fails; `.interrupted`.
    public func evaluate(
        _ session: any EngineSession, on source: any BatchSource, isInterrupted: @escaping () -> Bool = { false },
        progress: (BatchProgress) throws(Diagnostic) -> Void = { _ in }
    ) throws(TrainingFailure) -> Evaluation {
        let runner = try PassRunner(id: id, compile: compile, session: session)
        var predictions: [Prediction] = []
        let summary = try runner.run(
            source, pass: 0, name: "evaluation", together: session.inferenceCount,
            between: { _ throws(TrainingFailure) in if isInterrupted() { throw .interrupted } },
            step: { batches throws(EngineError) in
                try session.evaluate(batches)
            },
            each: { batch, result, steps, summary throws(TrainingFailure) in
                try runner.checkLoss(result, batch, of: source, name: "evaluation", number: summary.batches, steps: steps)
                predictions += Self.rows(batch, result.outputs)
                let now = summary.progress(epoch: 1, steps: steps)
                try TrainingFailure.wrap { () throws(Diagnostic) in try progress(now) }
                return true
            })
        return Evaluation(
            logs: summary.scores.logs(loss: semantics.evaluatedLoss), samples: summary.scores.samples, batches: summary.batches,
            seconds: summary.seconds,
            waitSeconds: summary.waitSeconds, predictions: predictions)
    }

    /// Each sample's outputs, in the order of the batches of pass 0; the model need not be compiled.
    ///
    /// - Throws: `.diagnostic` where the data or the engine fails; `.interrupted`.
    public static func predict(
        _ session: any EngineSession, on source: any BatchSource, isInterrupted: () -> Bool = { false }
    ) throws(TrainingFailure) -> [Prediction] {
        var predictions: [Prediction] = []
        _ = try TrainingFailure.wrap { () throws(Diagnostic) in try source.beginPass(0, from: 0) }
        while true {
            let taken = try TrainingFailure.wrap { () throws(Diagnostic) in try source.next(session.inferenceCount) }
            if taken.isEmpty { return predictions }
            if isInterrupted() { throw .interrupted }
            // A batch is empty where all its images were skipped.
            let batches = taken.filter { $0.count > 0 }
            if batches.isEmpty { continue }
            let outputs = try TrainingFailure.wrap { () throws(EngineError) in
                try session.predict(
                    EngineBatch(
                        inputsOf: batches.map {
                            EngineBatch(count: $0.count, inputs: $0.images, targets: [], identities: $0.identities)
                        }))
            }
            let width = outputs.count / max(batches.reduce(0) { $0 + $1.count }, 1)
            var first = 0
            for batch in batches {
                let end = first + batch.count * width
                predictions += rows(batch, Array(outputs[first..<end]))
                first = end
            }
        }
    }

    private static func rows(_ batch: Batch, _ outputs: [Float]) -> [Prediction] {
        let width = outputs.count / max(batch.count, 1)
        return zip(batch.samples, batch.labels).enumerated().map { row, entry in
            Prediction(sample: entry.0, label: entry.1, outputs: Array(outputs[(row * width)..<((row + 1) * width)]))
        }
    }
}
