import Diagnostics
import Execution
import Foundation
import Plan
import Results

/// Runs the trials of a sweep on this machine, each in a process of its own, as many at once as there are workers.
///
/// It decides nothing: what is to be run next, and who is to run it, the sweep's directory says. It may be killed at any moment, and
/// any number of launchers may work on one sweep.
public final class LocalLauncher {
    /// On what trials run.
    public struct Settings: Sendable {
        /// Trials at once, and their threads.
        public var budget: WorkerBudget
        /// What one may hold.
        public var memory: MemoryBudget
        /// The command.
        public var executable: URL
        /// The most pieces of work to do, without waiting for one longer than it takes to see that its holder is gone; nil does all.
        public var limit: Int?

        /// Creates settings.
        public init(budget: WorkerBudget, memory: MemoryBudget, executable: URL, limit: Int? = nil) {
            self.budget = budget
            self.memory = memory
            self.executable = executable
            self.limit = limit
        }
    }

    /// How it ended.
    public enum Outcome: Hashable, Sendable {
        /// All trials of the sweep have come to their end.
        case complete
        /// As much was done as was asked for, and there is more to do.
        case limited
        /// Someone asked to stop, by this signal.
        case interrupted(Int32)
    }

    private let sweep: Sweep
    private let plan: SweepPlan
    private var objective: SweepObjective { plan.objective }
    private let watch: SchedulerWatch?
    private let settings: Settings
    private let prepare: (TrialTask) throws(Diagnostic) -> PreparedTrial
    private let arguments: (TrialTask, _ folder: URL, _ threads: Int) -> [String]
    private let publish: (SweepSnapshot) throws(Diagnostic) -> Void
    private let observe: (SweepNotice) -> Void

    private let clock = ContinuousClock()
    private var running: [TrialProcess] = []
    private var begun = 0
    private var isComplete = false
    /// Since when there is nothing to do; nil where there is.
    private var idleSince: ContinuousClock.Instant?
    private var signal: Int32?
    /// When there may be work again, and how long to wait then.
    private var nextLook: ContinuousClock.Instant
    private var patience = Duration.milliseconds(20)
    private var nextBeat: ContinuousClock.Instant
    private var nextWatch: ContinuousClock.Instant
    private var nextPublication: ContinuousClock.Instant
    private var hasChanged = true
    private var tally = SweepTally()

    /// Creates a launcher.
    ///
    /// - Parameters:
    ///   - sweep: The sweep, open.
    ///   - prepare: Resolves a trial; what it throws is recorded as the trial's failure.
    ///   - arguments: Of the command for a piece of work: events as JSON lines on standard output, an end with standard input.
    ///   - publish: Writes what is read of the sweep by others; called now and then, and at the end.
    ///   - observe: Told what happens, on the calling thread.
    public init(
        sweep: Sweep, settings: Settings,
        prepare: @escaping (TrialTask) throws(Diagnostic) -> PreparedTrial,
        arguments: @escaping (TrialTask, _ folder: URL, _ threads: Int) -> [String],
        publish: @escaping (SweepSnapshot) throws(Diagnostic) -> Void, observe: @escaping (SweepNotice) -> Void
    ) {
        self.sweep = sweep
        plan = sweep.snapshot.sweep
        watch = sweep.snapshot.sweep.scheduler.value.watch
        self.settings = settings
        self.prepare = prepare
        self.arguments = arguments
        self.publish = publish
        self.observe = observe
        nextLook = clock.now
        nextBeat = clock.now
        nextWatch = clock.now
        nextPublication = clock.now
    }

    /// Runs until nothing is left to do, or someone asks to stop.
    ///
    /// - Parameter interruption: Asked several times a second: the signal that asks to stop, if one came. It is passed on to the trials
    ///   under way, which leave checkpoints.
    /// - Throws: A diagnostic where the sweep or a trial's results cannot be written; the trials under way have been ended then, and
    ///   can be gone on with.
    public func run(interruption: () -> Int32?) throws(Diagnostic) -> Outcome {
        do throws(Diagnostic) {
            try tell()
            while true {
                if signal == nil, let received = interruption() { try stop(received) }
                try fill()
                if running.isEmpty, signal != nil || isComplete || isAtLimit { break }
                try turn()
                try publishIfDue()
            }
            try finish()
        } catch {
            abandon()
            throw error
        }
        if isComplete { return .complete }
        return signal.map { .interrupted($0) } ?? .limited
    }

    /// Whether so much was done as was asked for, or there is nothing to do for someone who is not to wait for it.
    ///
    /// What is left may hang on the claim of a machine that was lost: only who watches it for so long can take it over.
    private var isAtLimit: Bool {
        guard let limit = settings.limit else { return false }
        return begun >= limit || idleSince.map { clock.now - $0 > .seconds(sweep.times.stale + sweep.times.heartbeat) } ?? false
    }

    /// Waits for something to happen, and sees to it.
    private func turn() throws(Diagnostic) {
        for process in running { try start(process) }
        let ready = ChildRun.poll(running.flatMap { $0.child?.descriptors ?? [] }, milliseconds: wait)
        for process in running {
            for event in try process.read(ready) { observe(.event(process.task, worker: process.worker, event)) }
        }
        // No worker waits until it is written down what the last trial came to.
        if running.contains(where: \.isConcluded) { try fill() }
        for process in running { try settle(process) }
        let now = clock.now
        if now >= nextWatch {
            running.forEach { $0.watchMemory() }
            nextWatch = now + .milliseconds(100)
        }
        if now >= nextBeat {
            for process in running where !process.isLost {
                if try !sweep.beat(process.claim) { process.lose() }
            }
            nextBeat = now + .seconds(sweep.times.heartbeat)
        }
    }

    /// For how long nothing need be looked at, in milliseconds.
    private var wait: Int32 {
        guard running.count < settings.budget.jobs, signal == nil, !isComplete, !isAtLimit else { return 100 }
        return Int32(max(0, min(100, (nextLook - clock.now) / .milliseconds(1))).rounded(.up))
    }

    // MARK: Beginning

    /// Takes work for the workers that have none.
    private func fill() throws(Diagnostic) {
        guard signal == nil, !isComplete, clock.now >= nextLook else { return }
        while busy.count < settings.budget.jobs, !isAtLimit {
            switch try sweep.claimNext() {
            case .task(let claim):
                patience = .milliseconds(20)
                idleSince = nil
                try begin(claim)
            case .wait:
                if running.isEmpty, patience < .milliseconds(21) { observe(.waiting) }
                idleSince = running.isEmpty ? idleSince ?? clock.now : nil
                nextLook = clock.now + patience
                patience = min(patience * 2, .seconds(1))
                return
            case .complete:
                isComplete = true
                return
            }
        }
    }

    /// Those whose workers are not free.
    private var busy: [TrialProcess] { running.filter { !$0.isConcluded } }

    private func begin(_ claim: Claim) throws(Diagnostic) {
        begun += 1
        hasChanged = true
        let task = claim.task
        let taken = Set(busy.map(\.worker))
        let worker = (0..<settings.budget.jobs).first { !taken.contains($0) } ?? 0
        var prepared: PreparedTrial
        do throws(Diagnostic) { prepared = try prepare(task) } catch {
            let ending = TrialEnding(.failed, objective: nil, seconds: task.seconds, error: error.message)
            guard try sweep.ended(claim, ending) else { return }
            return tell(ending, of: task, worker: worker, log: nil)
        }
        // A trial stays in the directory that it began in, though its values, and so its plan, change where it goes on from another one.
        if let id = task.id { prepared.id = id }
        switch try sweep.started(claim, id: prepared.id) {
        case .begun: break
        case .duplicate(let original): return observe(.duplicate(task, of: original))
        case .lost: return
        }
        let threads = settings.budget.threads(busy: busy.map(\.threads), waiting: left)
        let folder = sweep.directory.trial(prepared.id)
        let process = TrialProcess(
            claim, worker: worker, prepared: prepared, directory: RunDirectory(existing: folder), threads: threads,
            processors: settings.budget.processors(of: worker, threads: threads), arguments: arguments(task, folder, threads))
        observe(.started(task, worker: worker, prepared, attempt: claim.attempt, threads: threads))
        if try wasDone(process) { return }
        running.append(process)
        try start(process)
    }

    /// Trials that nobody has begun, this one among them: as many as there may be where they are many.
    private var left: Int {
        guard let total = tally.total else { return .max }
        guard total - tally.ended < 4 * settings.budget.jobs else { return .max }
        let snapshot = sweep.snapshot
        return max(1, total - snapshot.trials.count { $0.ending != nil } - running.count)
    }

    private func start(_ process: TrialProcess) throws(Diagnostic) {
        guard signal == nil, let reason = try process.start(settings.executable, memory: settings.memory.bytes) else { return }
        try end(process, .failed, error: reason)
    }

    /// Whether the run is complete already: the launcher that ran it was killed before it could say so.
    private func wasDone(_ process: TrialProcess) throws(Diagnostic) -> Bool {
        guard (try? process.directory.record())?.status == .completed else { return false }
        if let objective = TrialMeasures(directory: process.directory).objective(objective) {
            try end(process, .completed, objective: objective)
            return true
        }
        // It lies here damaged, and is run anew.
        process.clear()
        return false
    }

    // MARK: Ending

    private func settle(_ process: TrialProcess) throws(Diagnostic) {
        guard let verdict = try process.settle() else { return }
        if process.isLost { return leave(process, .lost(process.task, worker: process.worker)) }
        switch verdict {
        case .finished: try measure(process)
        case .failed(let reason): try end(process, .failed, error: reason)
        case .left:
            if try reached(process) { return }
            if signal != nil { return try release(process) }
            try tryAgain(process, "its process was asked to stop by someone else")
        case .crashed(let reason): try tryAgain(process, reason)
        case .inUse: process.waitForOther()
        case .stale(let reason):
            process.clear()
            try tryAgain(process, "\(reason); it begins anew")
        case .cannotWrite(let reason):
            throw Diagnostic(
                "cannot-write", .error, reason, help: ["make room on that disk; the same command then goes on"],
                outcome: .cannotWrite)
        }
        // With no process there is nothing to wait for.
        if signal != nil, running.contains(where: { $0 === process }) { try release(process) }
    }

    private func tryAgain(_ process: TrialProcess, _ reason: String) throws(Diagnostic) {
        if signal != nil { return }
        if process.tryAgain() { return observe(.retried(process.task, worker: process.worker, reason: reason)) }
        try end(process, .failed, error: "\(reason), \(TrialProcess.mostCrashes + 1) times at the same place")
    }

    /// Records what a complete run measured.
    private func measure(_ process: TrialProcess) throws(Diagnostic) {
        if let value = TrialMeasures(directory: process.directory).objective(objective) {
            try end(process, .completed, objective: value)
        } else {
            try end(process, .failed, error: "\(objective.step) has measured no finite \(objective.metric)")
        }
    }

    /// Records that the trial came to its rung, where it did.
    private func reached(_ process: TrialProcess) throws(Diagnostic) -> Bool {
        let task = process.task
        guard let until = task.until, let watch else { return false }
        let values = TrialMeasures(directory: process.directory).values(watch)
        guard values.count >= until else { return false }
        let isMine = try sweep.reached(process.claim, epoch: until, values: Array(values[min(task.epoch, until)..<until]))
        leave(process, isMine ? .reached(task, worker: process.worker, epoch: until) : .lost(task, worker: process.worker))
        return true
    }

    private func end(
        _ process: TrialProcess, _ outcome: TrialEnding.Outcome, objective: Double? = nil, error: String? = nil
    ) throws(Diagnostic) {
        let ending = TrialEnding(outcome, objective: objective, seconds: process.seconds, error: error)
        guard try sweep.ended(process.claim, ending) else { return leave(process, .lost(process.task, worker: process.worker)) }
        leave(process)
        tell(
            ending, of: process.task, worker: process.worker, log: process.directory.url.appendingPathComponent(TrialLog.name))
    }

    private func release(_ process: TrialProcess) throws(Diagnostic) {
        try sweep.release(process.claim)
        leave(process, .released(process.task, worker: process.worker))
    }

    /// The worker is free again.
    private func leave(_ process: TrialProcess, _ notice: SweepNotice? = nil) {
        running.removeAll { $0 === process }
        nextLook = clock.now
        patience = .milliseconds(20)
        hasChanged = true
        if let notice { observe(notice) }
    }

    // MARK: Stopping

    private func stop(_ received: Int32) throws(Diagnostic) {
        signal = received
        observe(.stopping)
        for process in running {
            if let child = process.child { child.interrupt(received) } else { try release(process) }
        }
    }

    /// Ends the trials under way, which leave what they can, where the sweep itself cannot be gone on with.
    private func abandon() {
        for process in running { process.child?.interrupt(SIGTERM) }
        let end = clock.now + .seconds(30)
        while clock.now < end, running.contains(where: { $0.child?.hasEnded == false }) {
            let ready = ChildRun.poll(running.flatMap { $0.child?.descriptors ?? [] }, milliseconds: 100)
            for process in running { _ = process.child?.read(ready) }
        }
        for process in running { try? sweep.release(process.claim) }
        running = []
    }

    // MARK: Telling

    private func tell(_ ending: TrialEnding, of task: TrialTask, worker: Int, log: URL?) {
        tally.count(ending, of: task.key, plan)
        observe(.ended(task, worker: worker, ending, log: log))
        observe(.stands(tally))
    }

    private func publishIfDue() throws(Diagnostic) {
        guard hasChanged, clock.now >= nextPublication else { return }
        let began = clock.now
        try tell()
        // However large the sweep, telling of it takes a small part of the time.
        nextPublication = clock.now + max(.seconds(1), (clock.now - began) * 50)
    }

    private func tell() throws(Diagnostic) {
        let snapshot = sweep.snapshot
        tally = SweepTally(snapshot)
        observe(.stands(tally))
        try publish(snapshot)
        hasChanged = false
    }

    private func finish() throws(Diagnostic) {
        try sweep.refresh()
        try tell()
        guard isComplete else { return }
        // Others may be writing here still, and no file takes a minute.
        RunDirectory.removeTemporaryFiles(in: sweep.directory.url, olderThan: 60)
        for trial in sweep.snapshot.trials where watch != nil {
            if let id = trial.id { Rung.removeAll(of: RunDirectory(existing: sweep.directory.trial(id))) }
        }
    }
}
