import Diagnostics
import Engine
import Foundation
import Plan
import Results
import Training

/// A run that did not come to its end, held by this process and ready to be taken up.
public struct Resumption: Sendable {
    /// Its run directory.
    public let directory: RunDirectory
    /// What was wrong with newer checkpoints, a sentence each.
    public private(set) var problems: [String]
    /// Where it goes on, as `run.json` will say.
    public private(set) var record: ResumptionRecord
    /// The times that it was taken up before.
    let before: [ResumptionRecord]
    /// Where it goes on; nil at its beginning.
    private(set) var checkpoint: Checkpoint?
    /// The number of the checkpoint; 0 where there is none.
    private(set) var number: Int
    /// Whose state was taken over just before; nil where the run goes on from its own.
    var adopted: AdoptionRecord?
    /// What the run starts from, where that was looked at; nil lets the run find out.
    var inputs: RunInputs?
    /// Held while the run is under way.
    let lock: ExclusiveLock?

    /// Where the run goes on, for people: `epoch 3 of training_1, after 17 batches`.
    public var place: String {
        guard let step = record.step else { return checkpoint == nil ? "its beginning" : "its end: all steps are done" }
        guard let epoch = record.epoch else { return checkpoint?.state.training == nil ? "step \(step)" : "the end of \(step)" }
        let batches = record.batches ?? 0
        return "epoch \(epoch) of \(step)" + (batches > 0 ? ", after \(batches) batch\(batches == 1 ? "" : "es")" : "")
    }

    /// Opens a run directory that is not complete.
    ///
    /// - Throws: A diagnostic `run-in-use` where another process writes it.
    init(_ directory: RunDirectory, plan: Plan, sha256: String, lock: ExclusiveLock? = nil) throws(Diagnostic) {
        self.directory = directory
        self.lock = if let lock { lock } else { try Self.lock(directory) }
        let folder = CheckpointFolder(directory)
        let found = folder.newest(ofPlan: sha256, steps: plan.steps.count)
        checkpoint = found.checkpoint
        number = found.entry?.number ?? 0
        var problems = found.problems
        if !problems.isEmpty {
            problems.append(
                found.entry.map { "going on from the checkpoint \($0.name)" } ?? "beginning again, as none can be used")
        }
        self.problems = problems
        let written = (try? directory.record())?.resumed ?? []
        let kept = checkpoint?.state.record.resumed ?? []
        before = written.count >= kept.count ? written : kept
        let state = checkpoint?.state
        let done = state?.stepsDone ?? 0
        let step = done < plan.steps.count ? plan.steps[done].action.kind as? TrainStep : nil
        // After the last epoch only the end of the step is left.
        let training = state?.training.flatMap { $0.stops || $0.epoch > step?.epochs ?? 0 ? nil : $0 }
        record = ResumptionRecord(
            time: RunRecord.text(Date()), step: state == nil || done >= plan.steps.count ? nil : plan.steps[done].id,
            epoch: training?.epoch, batches: training?.training?.batches)
    }

    /// The same without its checkpoint, which cannot be used for a reason.
    func fromItsBeginning(_ reason: String) -> Resumption {
        var copy = self
        copy.problems += ["\(reason); beginning again"]
        copy.record = ResumptionRecord(time: record.time)
        (copy.checkpoint, copy.number) = (nil, 0)
        return copy
    }

    /// Takes the lock of a run directory.
    static func lock(_ directory: RunDirectory) throws(Diagnostic) -> ExclusiveLock {
        if let lock = try ExclusiveLock.take(directory.fileToWrite("\(CheckpointFolder.name)/lock")) { return lock }
        throw Diagnostic(
            "run-in-use", .error, "another process is writing \(directory.url.path)",
            help: ["wait until it has ended"], outcome: .cannotWrite)
    }
}
