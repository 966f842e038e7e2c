import Diagnostics
import Foundation
import Plan
import Results

/// Runs an experiment over several seeds, each in a process of its own, and lays its claims beside what they measured.
public struct Verifier {
    /// A run in a process of its own.
    public struct Child: Sendable {
        /// The seed.
        public var seed: Int
        /// The engine's threads.
        public var threads: Int
        /// The run directory of a run to take up; nil begins one.
        public var unfinished: RunDirectory?
    }

    /// What happens on the way.
    public enum Notice: Sendable {
        /// A run of this seed was there.
        case reused(SeedRecord)
        /// A run begins, or goes on.
        case started(Child)
        /// A run got on.
        case event(seed: Int, RunEvent)
        /// A run ended.
        case ended(SeedRecord)
        /// Someone asked to stop; the runs under way have been told.
        case stopping
    }

    /// How it ended.
    public enum Outcome: Sendable {
        /// All seeds have come to an end.
        case done([SeedRecord])
        /// Someone ended it: the seeds that are done, and the exit code.
        case interrupted([SeedRecord], exitCode: Int32)
    }

    private let claims: [ClaimPlan]
    private let experiment: String
    private let results: URL
    private let budget: WorkerBudget
    private let executable: URL
    private let arguments: (Child) -> [String]

    /// Creates a verifier.
    ///
    /// - Parameters:
    ///   - plan: The plan of any of the seeds.
    ///   - results: The folder of all results.
    ///   - budget: How many runs go on at once.
    ///   - executable: The command.
    ///   - arguments: Its arguments for a run: events as JSON lines on standard output.
    public init(
        plan: Plan, results: URL, budget: WorkerBudget, executable: URL,
        arguments: @escaping (Child) -> [String]
    ) {
        claims = plan.claims
        experiment = plan.name
        self.results = results
        self.budget = budget
        self.executable = executable
        self.arguments = arguments
    }

    /// Runs those seeds that have not been run.
    ///
    /// - Parameters:
    ///   - interruption: Asked several times a second: the signal that asks to stop, if one came. It is passed on to the runs under way.
    ///   - observe: Told what happens, on the calling thread.
    public func run(_ seeds: [SeedPlan], interruption: () -> Int32?, observe: (Notice) -> Void) -> Outcome {
        let earlier = EarlierRuns(of: seeds, in: results, experiment: experiment)
        var done: [SeedRecord] = []
        var waiting: [SeedPlan] = []
        for seed in seeds {
            if let record = earlier.completed(seed) {
                done.append(SeedRecord(seed: seed.seed, record: record, claims: claims, isReused: true))
                observe(.reused(done[done.count - 1]))
            } else {
                waiting.append(seed)
            }
        }
        var running: [(child: Child, run: ChildRun)] = []
        var codes: Set<Int32> = []
        var signal: Int32?
        while !running.isEmpty || (!waiting.isEmpty && signal == nil) {
            if signal == nil, let received = interruption() {
                signal = received
                running.forEach { $0.run.interrupt(received) }
                observe(.stopping)
            }
            while signal == nil, running.count < budget.jobs, let next = waiting.first {
                let threads = budget.threads(busy: running.map(\.child.threads), waiting: waiting.count)
                waiting.removeFirst()
                let child = Child(seed: next.seed, threads: threads, unfinished: earlier.unfinished(next))
                do throws(ChildRun.CannotStart) {
                    running.append((child, try ChildRun(executable, arguments(child))))
                    observe(.started(child))
                } catch {
                    done.append(failure(next.seed, error.message))
                    observe(.ended(done[done.count - 1]))
                }
            }
            let ready = ChildRun.poll(running.flatMap(\.run.descriptors), milliseconds: 100)
            for (child, run) in running { run.read(ready).events.forEach { observe(.event(seed: child.seed, $0)) } }
            for (child, run) in running where run.hasEnded {
                let ending = run.wait()
                if !ending.isSignalled { codes.insert(ending.code) }
                done.append(record(of: child.seed, ending))
                observe(.ended(done[done.count - 1]))
            }
            running.removeAll { $0.run.hasEnded }
        }
        done.sort { $0.seed < $1.seed }
        guard let signal else { return .done(done) }
        // Where a run left a checkpoint, the same command goes on from there.
        let resumable = ExitCode.interruptedResumable.rawValue
        return .interrupted(
            done.filter { $0.status == .completed }, exitCode: codes.contains(resumable) ? resumable : 128 + signal)
    }

    /// What a run left behind, as far as it can be read.
    private func record(of seed: Int, _ ending: ChildRun.Ending) -> SeedRecord {
        let run = ending.folder.flatMap { try? RunDirectory(existing: URL(fileURLWithPath: $0)).record() }
        var record = run.map { SeedRecord(seed: seed, record: $0, claims: claims, isReused: false) } ?? failure(seed, nil)
        if record.status != .completed, record.error == nil { record.error = Self.reason(ending, run?.status) }
        return record
    }

    private func failure(_ seed: Int, _ reason: String?) -> SeedRecord {
        SeedRecord(seed: seed, status: .failed, values: claims.map { _ in Measure(.nan) }, error: reason)
    }

    /// Why a run has no values, from what its process said.
    private static func reason(_ ending: ChildRun.Ending, _ status: RunRecord.Status?) -> String {
        if ending.isSignalled { return "its process was ended by signal \(ending.code)" }
        if status == .interrupted { return "it was interrupted" }
        if let error = ending.error { return error.message }
        let text = ending.complaint.split(separator: "\n").first.map { ": " + $0.prefix(300) } ?? ""
        return "its process ended with exit code \(ending.code)\(text)"
    }
}
