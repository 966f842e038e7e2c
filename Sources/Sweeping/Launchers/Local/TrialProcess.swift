import Diagnostics
import Execution
import Foundation
import Results

/// A piece of work under way: a claim, and the process that runs the trial, or will once it can be started.
final class TrialProcess {
    let claim: Claim
    /// The number of the place it runs at.
    let worker: Int
    let prepared: PreparedTrial
    let directory: RunDirectory
    let threads: Int
    private let processors: Range<Int>?
    private let arguments: [String]
    private(set) var child: ChildRun?
    private var log: TrialLog?
    private let clock = ContinuousClock()
    /// When the process was started, or is to be.
    private(set) var begins: ContinuousClock.Instant
    /// The time of the trial before this process.
    private var secondsBefore: Double
    private(set) var memory = TrialVerdict.Memory()
    private var kernelKills = 0
    /// Epochs and steps that were seen to end.
    private var seen: Set<String> = []
    /// Ends from outside since something new was seen.
    private(set) var crashes = 0
    /// Whether another process has taken the trial over.
    private(set) var isLost = false

    var task: TrialTask { claim.task }

    /// - Parameter processors: ``WorkerBudget/processors(of:threads:)``.
    init(
        _ claim: Claim, worker: Int, prepared: PreparedTrial, directory: RunDirectory, threads: Int, processors: Range<Int>?,
        arguments: [String]
    ) {
        self.claim = claim
        self.worker = worker
        self.prepared = prepared
        self.directory = directory
        self.threads = threads
        self.processors = processors
        self.arguments = arguments
        begins = clock.now
        secondsBefore = claim.task.seconds
    }

    /// The time that the trial has taken, in seconds.
    var seconds: Double { secondsBefore + (child == nil ? 0 : (clock.now - begins) / .seconds(1)) }

    /// Whether nothing is left of it but to record what came of it: its worker is free.
    var isConcluded: Bool { task.until == nil && child?.hasConcluded == true }

    /// Starts the process where it is time for it.
    ///
    /// - Returns: Why none can be started, where that will not change.
    func start(_ executable: URL, memory limit: Int) throws(Diagnostic) -> String? {
        guard child == nil, clock.now >= begins else { return nil }
        if log == nil || crashes > 0 { log = try TrialLog(directory, attempt: claim.attempt, arguments: arguments) }
        memory = TrialVerdict.Memory(limit: limit)
        kernelKills = MemoryBudget.kernelKills
        do throws(ChildRun.CannotStart) {
            begins = clock.now
            child = try ChildRun(executable, arguments, processors: processors)
            return nil
        } catch {
            guard error.isTemporary else { return error.message }
            putOff(.seconds(1))
            return nil
        }
    }

    private func putOff(_ time: Duration) { begins = clock.now + time }

    /// Takes in what the process says.
    func read(_ ready: Set<Int32>) throws(Diagnostic) -> [RunEvent] {
        guard let news = child?.read(ready) else { return [] }
        if !news.said.isEmpty { try log?.take(news.said) }
        let events = news.events
        for event in events where event.event == .epochEnded || event.event == .stepEnded {
            if seen.insert("\(event.step ?? "") \(event.epoch ?? 0)").inserted { crashes = 0 }
        }
        return events
    }

    /// Looks at what the process holds, and ends it where that is more than it may.
    func watchMemory() {
        guard let child, !memory.isExceeded, let held = MemoryBudget.held(by: child.process) else { return }
        memory.held = held
        guard held > memory.limit else { return }
        memory.isExceeded = true
        child.interrupt(SIGKILL)
    }

    /// Ends the process at once, as the trial is another's now.
    func lose() {
        isLost = true
        child?.interrupt(SIGKILL)
    }

    /// What the end of the process means.
    func settle() throws(Diagnostic) -> TrialVerdict? {
        guard let child, child.hasEnded else { return nil }
        let ending = child.wait()
        memory.isKernelKill = MemoryBudget.kernelKills > kernelKills
        secondsBefore = seconds
        self.child = nil
        let how = ending.isSignalled ? TrialVerdict.name(ofSignal: ending.code) : "exit code \(ending.code)"
        try log?.end("ended by \(how)", seconds: (clock.now - begins) / .seconds(1))
        return TrialVerdict(ending, memory: memory)
    }

    /// Begins again after an end from outside; false where that was so often that it is no accident.
    func tryAgain() -> Bool {
        crashes += 1
        // Whoever sent a signal to all processes of a group has this one on the way.
        putOff(.milliseconds(200))
        return crashes <= Self.mostCrashes
    }

    /// Waits for a process that still writes the folder.
    func waitForOther() { putOff(.milliseconds(200)) }

    /// Removes what the trial's run has left, and neither its log nor whose it is.
    func clear() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory.url.path)) ?? []
        where ![TrialLog.name, TrialOwner.name].contains(name) {
            try? FileManager.default.removeItem(at: directory.url.appendingPathComponent(name))
        }
    }

    /// The most times that a trial is begun again without having got any further.
    static let mostCrashes = 3
}
