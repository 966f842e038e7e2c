import Diagnostics
import Foundation
import Plan
import Results
import Synchronization

/// A sweep that a process works on, beside any number of others on the same folder.
///
/// There is no server and no leader: what comes next is a pure function of the files, and a claim is a file that exactly one process makes.
/// Every method may be called from any thread.
public final class Sweep: Sendable {
    /// What to do next.
    public enum Next: Sendable {
        /// This; the claim must be kept alive with ``Sweep/beat(_:)``, and ends with `reached`, `ended` or `release`.
        case task(Claim)
        /// Nothing now: others work on what must come first. Ask again in a while.
        case wait
        /// Nothing any more: all has ended.
        case complete
    }

    /// What came of an attempt to begin.
    public enum Start: Hashable, Sendable {
        /// The trial may be run.
        case begun
        /// It must not be run, and the claim is over: another trial computes the same, whose run stands for both. It ends as that one does.
        case duplicate(TrialKey)
        /// It must not be run, and the claim is over: someone took it over.
        case lost
    }

    /// Where it lies.
    public let directory: SweepDirectory
    /// How often to show a sign of life.
    public let times: ClaimTimes
    private let plan: SweepPlan
    private let work: Mutex<SweepWork>

    /// Opens the sweep of a folder, or begins it.
    ///
    /// - Parameters:
    ///   - plan: What the file says now. Where it differs from the newest definition in parameters, constraints, extra trials, seeds, number of
    ///     trials, method or scheduler, it becomes the next definition. Resources may always differ.
    ///   - base: What all trials have in common.
    ///   - recheck: The id that a recorded trial, with the values that it began with, has under today's file; asked where the text of the file
    ///     differs and its plan does not.
    /// - Throws: Why it must not go on: another experiment, other data, another engine or version, another objective (`sweep-differs`, 65), or
    ///   a folder that cannot be read or written.
    public static func open(
        _ directory: SweepDirectory, plan: SweepPlan, base: SweepBase, times: ClaimTimes = ClaimTimes(),
        recheck: (TrialState) -> String?
    ) throws(SweepRefusal) -> Sweep {
        try open(directory, plan: plan, base: base, times: times, settings: SweepSettings(), recheck: recheck)
    }

    static func open(
        _ directory: SweepDirectory, plan: SweepPlan, base: SweepBase, times: ClaimTimes, settings: SweepSettings,
        recheck: (TrialState) -> String?
    ) throws(SweepRefusal) -> Sweep {
        guard RunDirectory.isPlain(plan.name), RunDirectory.isPlain(base.experiment) else {
            throw SweepRefusal([
                Diagnostic(
                    "name-not-a-folder", "the sweep's name \"\(plan.name)\" cannot be the name of a folder",
                    help: ["use letters, digits, dots, dashes and underscores"])
            ])
        }
        // Whoever loses the race to add a definition looks at the winner's.
        while true {
            let work: SweepWork
            do throws(Diagnostic) {
                try directory.make()
                work = try SweepWork(directory, times: times, settings: settings)
            } catch { throw SweepRefusal([error]) }
            let definitions = work.director.definitions
            let next = SweepDefinition(number: (definitions.last?.number ?? 0) + 1, sweep: plan, base: base)
            if let newest = definitions.last {
                let change = DefinitionChange(from: newest, to: next)
                switch change.verdict {
                case .same: return Sweep(directory, times: times, plan: plan, work)
                case .extended: break
                case .extendedIfTrialsAreSame:
                    if let other = work.firstChanged(recheck) { throw change.refusal([other], in: directory) }
                case .another(let differences): throw change.refusal(differences, in: directory)
                }
            }
            do throws(Diagnostic) { _ = try DefinitionFolder(directory).add(next) } catch { throw SweepRefusal([error]) }
        }
    }

    private init(_ directory: SweepDirectory, times: ClaimTimes, plan: SweepPlan, _ work: sending SweepWork) {
        self.directory = directory
        self.times = times
        self.plan = plan
        self.work = Mutex(work)
    }

    /// Looks at a sweep without working on it; nothing is written.
    ///
    /// - Throws: A diagnostic where there is no sweep, or a file of it cannot be read.
    public static func read(_ directory: SweepDirectory) throws(Diagnostic) -> SweepSnapshot {
        try read(directory, settings: SweepSettings())
    }

    static func read(_ directory: SweepDirectory, settings: SweepSettings) throws(Diagnostic) -> SweepSnapshot {
        var work = try SweepWork(directory, times: ClaimTimes(), settings: settings, isReading: true)
        if let snapshot = work.snapshot() { return snapshot }
        throw Diagnostic(
            "no-sweep", "\(directory.url.path) holds no sweep", help: ["begin one with assay sweep FILE"], outcome: .missingInput)
    }

    /// Takes in what all journals hold now.
    ///
    /// - Throws: A diagnostic where the folder is gone, or cannot be read.
    public func refresh() throws(Diagnostic) { try work.withLock { work throws(Diagnostic) in try work.refresh() } }

    /// Where the sweep stood at the last look: the last `refresh`, or the last call that needed one.
    public var snapshot: SweepSnapshot {
        // An open sweep has a definition.
        work.withLock { $0.snapshot() } ?? SweepSnapshot(empty: plan)
    }

    /// Claims the first trial that can go on, by its number. Trials that a scheduler ends are ended on the way.
    ///
    /// - Throws: A diagnostic: the folder cannot be read or written (`cannot-write`, 73), or the sweep can never go on (`sweep-stuck`, 70).
    public func claimNext() throws(Diagnostic) -> Next { try work.withLock { work throws(Diagnostic) in try work.claimNext() } }

    /// Writes down that a trial begins, or goes on; to be called before it is run.
    ///
    /// - Parameter id: The name of its run directory; ``TrialTask/id`` where it has one. The folder is made, with `trial.json` in it, which says
    ///   whose it is.
    public func started(_ claim: Claim, id: String) throws(Diagnostic) -> Start {
        try work.withLock { work throws(Diagnostic) in try work.started(claim, id: id) }
    }

    /// Shows a sign of life.
    ///
    /// - Returns: false where the claim is lost: the trial must be ended here without a word, as someone else has it.
    public func beat(_ claim: Claim) throws(Diagnostic) -> Bool { work.withLock { $0.beat(claim) } }

    /// Writes down that a trial was left at a rung, and ends the claim.
    ///
    /// - Parameters:
    ///   - epoch: The rung, ``TrialTask/until``.
    ///   - values: The watched metric after each epoch since the rung before.
    /// - Returns: false where the claim was lost, and nothing is written.
    @discardableResult
    public func reached(_ claim: Claim, epoch: Int, values: [Measure]) throws(Diagnostic) -> Bool {
        try work.withLock { work throws(Diagnostic) in
            try work.finish(claim) { .reached(epoch: epoch, values: values, seconds: $0) }
        }
    }

    /// Writes down how a trial ended, and ends the claim.
    ///
    /// - Returns: false where the claim was lost, and nothing is written.
    @discardableResult
    public func ended(_ claim: Claim, _ ending: TrialEnding) throws(Diagnostic) -> Bool {
        try work.withLock { work throws(Diagnostic) in try work.finish(claim) { _ in .ended(ending) } }
    }

    /// Gives a trial back, as it was asked to stop: whoever comes next goes on with it.
    public func release(_ claim: Claim) throws(Diagnostic) {
        try work.withLock { work throws(Diagnostic) in try work.release(claim) }
    }

    /// Has all trials that failed be tried again.
    ///
    /// - Returns: How many.
    public func reopenFailed() throws(Diagnostic) -> Int {
        try work.withLock { work throws(Diagnostic) in try work.reopenFailed() }
    }
}
