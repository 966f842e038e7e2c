import Diagnostics
import Foundation
import Network
import Plan
import Results
import Synchronization
import TestSupport

@testable import Sweeping

/// A sweep whose trials take no time: many processes on one folder, in an order drawn from a seed, which are killed, put to sleep and
/// stopped at any moment. Time passes as the test says.
final class SweepSimulation {
    /// What may happen to a process at each of its steps, as chances.
    struct Faults {
        var kill = 0.0
        var sleep = 0.0
        var release = 0.0
    }

    let folder: TemporaryFolder
    let directory: SweepDirectory
    var plan: SweepPlan
    var base: SweepBase
    var rules = Director.Rules()
    /// Epochs of a training.
    var epochs = 9
    /// Trials that cannot be measured.
    var fails: (Assignment) -> Bool = { _ in false }
    /// The name of a trial's run directory.
    var id: (Assignment, Int) -> String = { assignment, seed in SweepSimulation.hash("\(assignment.key) \(seed)", 12) }
    /// Times that a trial was run to its end, and may or may not have been allowed to say so.
    private(set) var endings: [TrialKey: Int] = [:]
    private(set) var steps = 0
    /// The largest number of trials that were under way at once.
    private(set) var mostAtOnce = 0
    private let time = Clock()
    private var holders = 0

    final class Clock: Sendable {
        let now = Mutex(0.0)
    }

    init(_ plan: SweepPlan) throws {
        folder = try TemporaryFolder()
        directory = SweepDirectory(results: folder.url, experiment: "trial", sweep: plan.name)
        self.plan = plan
        base = SweepBase(
            experiment: "trial", document: "d", plan: .object(["epochs": .integer(9)]), data: ["x": "1"], weights: [:],
            engine: "fast", version: "1")
    }

    /// A process of its own.
    func open(recheck: (TrialState) -> String? = { $0.id }) throws -> Sweep {
        var settings = SweepSettings()
        holders += 1
        settings.rules = rules
        // Each on a machine of its own, so that only time tells whether it lives.
        settings.holder = Holder(
            host: "machine\(holders)", process: holders, boot: "b\(holders)", namespace: "", began: nil, token: "t\(holders)")
        let time = time
        settings.clock = { time.now.withLock { $0 } }
        return try Sweep.open(
            directory, plan: plan, base: base, times: ClaimTimes(heartbeat: 1, stale: 10), settings: settings, recheck: recheck)
    }

    func pass(_ seconds: Double) { time.now.withLock { $0 += seconds } }

    /// What is measured after an epoch: a number that follows from the values, the seed and the epoch alone.
    func value(_ assignment: Assignment, _ seed: Int, _ epoch: Int) -> Double {
        let noise = Double(UInt32(Self.hash("\(assignment.key) \(seed) \(epoch)", 6), radix: 16) ?? 0) / Double(1 << 24)
        let distance = assignment.settings.reduce(0.0) { $0 + abs(($1.value.number ?? 1) - 0.3) }
        return distance + 1 / Double(epoch) + 0.2 * noise
    }

    /// Runs one process alone to the end of the sweep.
    func runAlone() throws { try run(workers: 1, seed: 0) }

    /// Runs processes until all has ended, or for so many steps.
    func run(workers count: Int, seed: UInt64, faults: Faults = Faults(), limit: Int = 100_000) throws {
        var random = SeededGenerator(seed: seed)
        var workers = try (0..<count).map { _ in Worker(try open()) }
        var isComplete = false
        while !isComplete {
            steps += 1
            guard steps < limit else { throw Stuck() }
            pass(0.5)
            for worker in workers where worker.wakes <= steps {
                if let claim = worker.claim, !(try worker.sweep.beat(claim)) { worker.claim = nil }
            }
            let place = Int.random(in: 0..<count, using: &random)
            let worker = workers[place]
            guard worker.wakes <= steps else { continue }
            let chance = Double.random(in: 0..<1, using: &random)
            if chance < faults.kill {
                workers[place] = Worker(try open())
            } else if chance < faults.kill + faults.sleep {
                worker.wakes = steps + 60
            } else if chance < faults.kill + faults.sleep + faults.release, let claim = worker.claim {
                try worker.sweep.release(claim)
                worker.claim = nil
            } else {
                isComplete = try act(worker)
                mostAtOnce = max(mostAtOnce, workers.count { $0.claim != nil })
            }
        }
    }

    struct Stuck: Error {}

    private final class Worker {
        let sweep: Sweep
        var claim: Claim?
        var hasBegun = false
        var wakes = 0

        init(_ sweep: Sweep) { self.sweep = sweep }
    }

    /// One thing that a process does; true where all has ended.
    private func act(_ worker: Worker) throws -> Bool {
        guard let claim = worker.claim else {
            switch try worker.sweep.claimNext() {
            case .task(let claim): (worker.claim, worker.hasBegun) = (claim, false)
            case .wait: break
            case .complete: return true
            }
            return false
        }
        let task = claim.task
        guard worker.hasBegun else {
            let start = try worker.sweep.started(claim, id: task.id ?? id(task.assignment, task.key.seed))
            worker.hasBegun = start == .begun
            if start != .begun { worker.claim = nil }
            return false
        }
        worker.claim = nil
        if let until = task.until, !fails(task.assignment) {
            let values = (task.epoch + 1...until).map { Measure(value(task.assignment, task.key.seed, $0)) }
            try worker.sweep.reached(claim, epoch: until, values: values)
            return false
        }
        endings[task.key, default: 0] += 1
        let ending =
            fails(task.assignment)
            ? TrialEnding(.failed, objective: nil, seconds: 1, error: "the loss is no number")
            : TrialEnding(.completed, objective: value(task.assignment, task.key.seed, epochs), seconds: 1)
        try worker.sweep.ended(claim, ending)
        return false
    }

    /// What a sweep comes to, without times and places.
    func result() throws -> [String] {
        let snapshot = try Sweep.read(directory, settings: settingsForReading)
        return snapshot.trials.map { state in
            let objective = state.ending?.objective.map { "\($0)" } ?? "-"
            let outcome = state.ending?.outcome.rawValue ?? "open"
            return "\(state.key.number) \(state.key.seed) \(state.assignment.text) \(outcome) \(state.epoch) \(objective)"
        }
    }

    func snapshot() throws -> SweepSnapshot { try Sweep.read(directory, settings: settingsForReading) }

    private var settingsForReading: SweepSettings {
        var settings = SweepSettings()
        settings.rules = rules
        return settings
    }

    /// The lines of all journals, as objects.
    func lines() throws -> [JournalEntry] {
        try FileManager.default.contentsOfDirectory(atPath: directory.journal.path).sorted().flatMap { name in
            try String(contentsOf: directory.journal.appendingPathComponent(name), encoding: .utf8).split(separator: "\n")
                .compactMap { line in
                    let bytes = Array(line.utf8)
                    return JournalEntry(bytes, 0..<bytes.count)
                }
        }
    }

    /// A stable hash (FNV-1a) in hexadecimal digits.
    static func hash(_ text: String, _ digits: Int) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash ^= hash >> 29
        hash = hash &* 0xbf58_476d_1ce4_e5b9
        return String(String(hash | 1 << 63, radix: 16).suffix(digits))
    }
}

/// Sweeps to try things on.
enum SampleSweep {
    static func make(
        _ method: any SweepMethodKind = GridSearch(), scheduler: any SchedulerKind = NoScheduler(), trials: Int? = nil,
        parameters: [SweepParameter]? = nil, extra: [[SweepSetting]] = [], seeds: [Int] = [1]
    ) throws -> SweepPlan {
        guard let method = OneOf<SweepMethodFamily>(method), let scheduler = OneOf<SchedulerFamily>(scheduler) else {
            throw CocoaError(.featureUnsupported)
        }
        return SweepPlan(
            name: "sample", method: method, scheduler: scheduler, trials: trials,
            objective: SweepObjective(step: "training", metric: "val_loss", mode: .min, epoch: .last),
            parameters: parameters ?? [values("a", 3), values("b", 4)], extraTrials: extra, seeds: seeds, seed: 7)
    }

    /// `0.1`, `0.2` …
    static func values(_ path: String, _ count: Int) -> SweepParameter {
        SweepParameter(path: path, domain: .values((1...count).map { .number(Double($0) / 10) }, isOrdered: true))
    }

    static let continuous = [
        SweepParameter(path: "a", domain: .uniform(low: 0, high: 1)),
        SweepParameter(path: "rate", domain: .logUniform(low: 1e-4, high: 1)),
    ]

    static func watch(_ epochs: Int = 9) -> SchedulerWatch {
        SchedulerWatch(step: "training", metric: "val_loss", mode: .min, epochs: epochs)
    }
}
