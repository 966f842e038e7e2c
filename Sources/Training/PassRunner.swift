import Datasets
import Diagnostics
import Engine
import Network
import Plan

/// Takes the batches of a pass through the model: what a training's epoch, a validation and an evaluation have in common.
struct PassRunner {
    /// The id of the step, for messages.
    let id: String
    /// How class numbers become targets.
    let encoding: TargetEncoding
    /// Outputs a sample.
    let width: Int
    /// Loss and metrics, empty.
    let scores: Scores

    init(id: String, compile: CompileStep, session: any EngineSession) throws(TrainingFailure) {
        let shape = session.network.output
        guard let width = shape.extents.last, shape.rank == 1, width > 0,
            let encoding = compile.loss.value.targetEncoding(outputWidth: width)
        else {
            throw .diagnostic(Diagnostic("loss-misfit", .error, "\(compile.loss.name) does not fit an output of shape \(shape)"))
        }
        self.id = id
        self.encoding = encoding
        self.width = width
        scores = try TrainingFailure.wrap { () throws(Diagnostic) in try Scores(compile.metrics, width: width) }
    }

    /// What a pass gave.
    struct Summary {
        var scores: Scores
        var batches = 0
        /// Batches that came from the source, those included of which all images were skipped.
        var taken = 0
        /// Whether it was ended before its last batch.
        var isCut = false
        var seconds = 0.0
        var waitSeconds = 0.0

        /// The same as a value that can be kept.
        var state: PassState {
            var state = PassState()
            (state.batches, state.taken, state.samples, state.isCut) = (batches, taken, scores.samples, isCut)
            (state.loss, state.metrics, state.lastLoss) = (scores.loss, scores.states, scores.lastLoss)
            (state.seconds, state.waitSeconds) = (seconds, waitSeconds)
            return state
        }

        /// Where the pass stands.
        func progress(epoch: Int, steps: Int) -> BatchProgress {
            BatchProgress(epoch: epoch, step: batches, steps: steps, logs: scores.logs(underWay: true), seconds: seconds)
        }
    }

    /// Runs one pass.
    ///
    /// - Parameters:
    ///   - pass: The number of the pass, from 0.
    ///   - name: What the pass is called in messages: `epoch 3`.
    ///   - state: Where the pass stood when it was left; nil begins it.
    ///   - together: How many samples `step` is best given at once; it is given one batch at least.
    ///   - begins: Is told the number of batches, and where the pass stands.
    ///   - between: Called before each call of `step` and before the end; may throw to leave the pass.
    ///   - step: Takes batches through the model, and gives a result for each.
    ///   - each: Sees each batch with its results, and the state of the pass after it; gives whether the pass goes on.
    func run(
        _ source: any BatchSource, pass: Int, name: String, from state: PassState? = nil, classWeight: [Double]? = nil,
        together: Int = 1, begins: (_ steps: Int, Summary) throws(TrainingFailure) -> Void = { _, _ in },
        between: (Summary) throws(TrainingFailure) -> Void,
        step: ([EngineBatch]) throws(EngineError) -> [BatchResult],
        each: (Batch, BatchResult, _ steps: Int, Summary) throws(TrainingFailure) -> Bool = { _, _, _, _ in true }
    ) throws(TrainingFailure) -> Summary {
        let clock = ContinuousClock()
        let start = clock.now
        let before = state ?? PassState()
        var summary = Summary(
            scores: scores, batches: before.batches, taken: before.taken, seconds: before.seconds,
            waitSeconds: before.waitSeconds)
        summary.isCut = before.isCut
        if state != nil { try TrainingFailure.wrap { () throws(Diagnostic) in try summary.scores.restore(before) } }
        if before.isCut { return summary }
        let steps = try TrainingFailure.wrap { () throws(Diagnostic) in try source.beginPass(pass, from: before.taken) }
        try begins(steps, summary)
        while !summary.isCut {
            try between(summary)
            let asked = clock.now
            let batches = try TrainingFailure.wrap { () throws(Diagnostic) in try source.next(together) }
            summary.waitSeconds += (clock.now - asked).seconds
            if batches.isEmpty { break }
            var inputs: [EngineBatch] = []
            // A batch is empty where all its images were skipped.
            for batch in batches where batch.count > 0 { inputs.append(try encode(batch, classWeight)) }
            let results = inputs.isEmpty ? [] : try TrainingFailure.wrap { () throws(EngineError) in try step(inputs) }
            var given = results.makeIterator()
            for batch in batches {
                summary.taken += 1
                guard batch.count > 0, let result = given.next() else { continue }
                summary.batches += 1
                summary.scores.add(result, labels: batch.labels)
                summary.seconds = before.seconds + (clock.now - start).seconds
                guard try each(batch, result, steps, summary) else {
                    summary.isCut = true
                    break
                }
            }
        }
        guard summary.scores.samples > 0 else {
            throw .diagnostic(
                Diagnostic(
                    "no-batches", .error, "step \(id), \(name): there is not one batch of data",
                    help: ["look at the data set's folder"]))
        }
        summary.seconds = before.seconds + (clock.now - start).seconds
        return summary
    }

    /// A batch with targets.
    private func encode(_ batch: Batch, _ classWeight: [Double]?) throws(TrainingFailure) -> EngineBatch {
        let targets = try TrainingFailure.wrap { () throws(Diagnostic) in
            try Targets.encode(batch.labels, as: encoding, width: width)
        }
        return EngineBatch(
            count: batch.count, inputs: batch.images, targets: targets,
            weights: Targets.weights(batch.labels, classWeight: classWeight), identities: batch.identities)
    }

    /// A diagnostic where the loss of a batch is no number any more.
    func checkLoss(
        _ result: BatchResult, _ batch: Batch, of source: any BatchSource, name: String, number: Int, steps: Int
    ) throws(TrainingFailure) {
        guard !result.loss.isFinite else { return }
        let became = result.loss.isNaN ? "nan" : "\(result.loss)"
        let shown = batch.samples.prefix(3).map { source.name(ofSample: $0) }
        let more = batch.samples.count > shown.count ? " and \(batch.samples.count - shown.count) more" : ""
        throw .diagnostic(
            Diagnostic(
                "loss-not-finite", .error, "the loss became \(became) in step \(id), \(name), batch \(number) of \(steps)",
                help: [
                    "lower the learning rate, or look for a weight or an image with extreme values",
                    "the batch held \(shown.joined(separator: ", "))\(more)",
                ], outcome: .failed))
    }
}

extension Duration {
    /// As a number of seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
