import Diagnostics
import Foundation
import Network
import Plan
import Results
import Synchronization
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SweepTests {
    private func next(_ sweep: Sweep) throws -> Claim? {
        if case .task(let claim) = try sweep.claimNext() { claim } else { nil }
    }

    private func isComplete(_ sweep: Sweep) throws -> Bool { if case .complete = try sweep.claimNext() { true } else { false } }

    private func run(_ sweep: Sweep, _ claim: Claim, id: String? = nil, _ ending: TrialEnding? = nil) throws {
        let id = id ?? "id\(claim.task.key.number)-\(claim.task.key.seed)"
        #expect(try sweep.started(claim, id: id) == .begun)
        #expect(try sweep.ended(claim, ending ?? TrialEnding(.completed, objective: 1, seconds: 1)))
    }

    // MARK: Claims

    @Test func aTrialGoesFromItsClaimToItsEnd() throws {
        let simulation = try SweepSimulation(SampleSweep.make(parameters: [SampleSweep.values("a", 2)]))
        let (a, b) = (try simulation.open(), try simulation.open())
        let first = try #require(try next(a))
        let second = try #require(try next(b))
        #expect((first.task.key.number, second.task.key.number) == (0, 1))
        #expect(first.task.assignment.text == "a=0.1")
        #expect((first.task.id, first.task.until, first.task.donor, first.attempt) == (nil, nil, nil, 1))
        guard case .wait = try a.claimNext() else { return #expect(Bool(false)) }
        #expect(a.snapshot.claimed(second.task.key))
        #expect(a.snapshot.trials.map(\.phase) == [.waiting, .waiting])
        #expect(try a.started(first, id: "x") == .begun)
        simulation.pass(2)
        #expect(try a.beat(first))
        #expect(try a.ended(first, TrialEnding(.completed, objective: 3, seconds: 2)))
        // The claim is over.
        #expect(try !a.beat(first))
        #expect(try !a.ended(first, TrialEnding(.failed, objective: nil, seconds: 2)))
        try b.refresh()
        let state = b.snapshot.trials[0]
        #expect(state.ending?.objective == 3)
        #expect((state.id, state.host, state.process, state.attempts) == ("x", "machine1", 1, 1))
        #expect(b.snapshot.planned == 2)
        #expect(!b.snapshot.isComplete)
        try run(b, second)
        #expect(try isComplete(a))
        #expect(try simulation.snapshot().isComplete)
        #expect(try FileManager.default.contentsOfDirectory(atPath: simulation.directory.claims.path).isEmpty)
        let owner = simulation.directory.trial("x").appendingPathComponent("trial.json")
        #expect(try String(contentsOf: owner, encoding: .utf8) == "{\"number\": 0, \"seed\": 1}\n")
    }

    @Test func whatWasReleasedGoesOn() throws {
        let simulation = try SweepSimulation(SampleSweep.make(parameters: [SampleSweep.values("a", 2)]))
        let (a, b) = (try simulation.open(), try simulation.open())
        let claim = try #require(try next(a))
        #expect(try a.started(claim, id: "x") == .begun)
        simulation.pass(4)
        try a.release(claim)
        let again = try #require(try next(b))
        #expect((again.task.key.number, again.task.id, again.task.seconds, again.attempt) == (0, "x", 4, 2))
        // A claim that was not begun leaves no trace.
        try b.release(again)
        let later = try #require(try next(a))
        #expect(later.attempt == 2)
    }

    @Test func whoLostAClaimSaysNothing() throws {
        let simulation = try SweepSimulation(SampleSweep.make(parameters: [SampleSweep.values("a", 1)]))
        let (a, b) = (try simulation.open(), try simulation.open())
        let lost = try #require(try next(a))
        #expect(try a.started(lost, id: "x") == .begun)
        guard case .wait = try b.claimNext() else { return #expect(Bool(false)) }
        simulation.pass(11)
        let taken = try #require(try next(b))
        #expect((taken.attempt, taken.task.id) == (2, "x"))
        #expect(try !a.ended(lost, TrialEnding(.failed, objective: nil, seconds: 1, error: "killed")))
        #expect(try b.started(taken, id: "x") == .begun)
        #expect(try !a.beat(lost))
        #expect(try b.ended(taken, TrialEnding(.completed, objective: 1, seconds: 1)))
        #expect(try simulation.snapshot().trials.map { $0.ending?.outcome } == [.completed])
    }

    @Test func aClaimLostBeforeItsStartIsNotRun() throws {
        let simulation = try SweepSimulation(SampleSweep.make(parameters: [SampleSweep.values("a", 1)]))
        let (a, b) = (try simulation.open(), try simulation.open())
        let lost = try #require(try next(a))
        _ = try b.claimNext()
        simulation.pass(11)
        _ = try #require(try next(b))
        #expect(try a.started(lost, id: "x") == .lost)
    }

    /// Between the last look at the journals and the claim another process runs the trial to its end.
    @Test func whoClaimsWhatHasEndedMeanwhileFindsOut() throws {
        final class Shared: Sendable { let interruption = Mutex<(@Sendable () -> Void)?>(nil) }
        struct Interrupting: Sampler {
            var count: Int? { nil }
            let shared: Shared
            func horizon(_ index: Int) -> Int { 0 }
            func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? {
                let act = shared.interruption.withLock { interruption in
                    defer { interruption = nil }
                    return interruption
                }
                act?()
                return Assignment([SweepSetting(path: "a", value: .number(Double(index)))])
            }
        }
        let simulation = try SweepSimulation(SampleSweep.make(RandomSearch(), trials: 2, parameters: SampleSweep.continuous))
        let shared = Shared()
        simulation.rules.sampler = { _ in Interrupting(shared: shared) }
        let (a, b) = (try simulation.open(), try simulation.open())
        shared.interruption.withLock { interruption in
            interruption = {
                guard case .task(let claim) = try? b.claimNext() else { return }
                _ = try? b.started(claim, id: "x")
                _ = try? b.ended(claim, TrialEnding(.completed, objective: 1, seconds: 1))
            }
        }
        let claim = try #require(try next(a))
        #expect(claim.task.key.number == 1)
        #expect(a.snapshot.trials[0].ending?.objective == 1)
    }

    /// Threads, each with a sweep of its own, and the clock of the machine.
    @Test func threadsShareTheWork() throws {
        let simulation = try SweepSimulation(
            SampleSweep.make(parameters: [SampleSweep.values("a", 8), SampleSweep.values("b", 5)]))
        let sweeps = try (0..<6).map { _ in try simulation.open() }
        let ran = Mutex<[TrialKey: Int]>([:])
        let errors = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: sweeps.count) { index in
            do {
                while true {
                    switch try sweeps[index].claimNext() {
                    case .complete: return
                    case .wait: usleep(500)
                    case .task(let claim):
                        guard try sweeps[index].started(claim, id: "i\(claim.task.key.number)") == .begun else { continue }
                        ran.withLock { $0[claim.task.key, default: 0] += 1 }
                        try sweeps[index].ended(claim, TrialEnding(.completed, objective: 0, seconds: 0))
                    }
                }
            } catch { errors.withLock { $0.append("\(error)") } }
        }
        #expect(errors.withLock { $0 } == [])
        #expect(ran.withLock { $0.count } == 40)
        #expect(ran.withLock { $0.values.allSatisfy { $0 == 1 } })
        #expect(try simulation.snapshot().trials.count { $0.ending?.outcome == .completed } == 40)
    }

    // MARK: Failures

    @Test func failuresAreTriedAgainOnRequest() throws {
        let simulation = try SweepSimulation(SampleSweep.make(seeds: [1, 2]))
        simulation.fails = { $0["a"] == .number(0.2) }
        try simulation.runAlone()
        let sweep = try simulation.open()
        #expect(try isComplete(sweep))
        #expect(sweep.snapshot.trials.count { $0.ending?.outcome == .failed } == 8)
        #expect(sweep.snapshot.trials.first { $0.ending?.outcome == .failed }?.ending?.error == "the loss is no number")
        #expect(try sweep.reopenFailed() == 8)
        #expect(sweep.snapshot.trials.count { $0.phase == .waiting } == 8)
        #expect(try !isComplete(sweep))
        simulation.fails = { _ in false }
        simulation.pass(20)
        try simulation.runAlone()
        #expect(try simulation.result().allSatisfy { $0.contains("completed") })
        #expect(try simulation.open().reopenFailed() == 0)
    }

    @Test func otherSeedsOfWhatWasEndedAreNoTrials() throws {
        let plan = try SampleSweep.make(
            scheduler: ASHA(watch: SampleSweep.watch(), parallel: 2), seeds: [4, 1, 2])
        let simulation = try SweepSimulation(plan)
        simulation.fails = { $0["b"] == .number(0.1) }
        try simulation.runAlone()
        let snapshot = try simulation.snapshot()
        let leading = snapshot.trials.filter { $0.key.seed == 4 }
        let completed = leading.count { $0.ending?.outcome == .completed }
        #expect(leading.count == 12)
        #expect(leading.count { $0.ending?.outcome == .failed } == 3)
        #expect(leading.contains { $0.ending?.outcome == .pruned })
        #expect(snapshot.trials.count == 12 + 2 * completed)
        #expect(snapshot.planned == snapshot.trials.count)
        #expect(snapshot.isComplete)
        // What was pruned has its value at its last rung, and the time of its pieces.
        for state in leading where state.ending?.outcome == .pruned {
            #expect(state.ending?.objective == simulation.value(state.assignment, 4, state.epoch))
            #expect(state.values.count == state.epoch)
        }
    }

    // MARK: Trials that compute the same

    @Test func trialsOfOneIdAreRunOnce() throws {
        let simulation = try SweepSimulation(SampleSweep.make(parameters: [SampleSweep.values("a", 3)]))
        let (a, b) = (try simulation.open(), try simulation.open())
        let (first, second) = (try #require(try next(a)), try #require(try next(b)))
        // The later one is first to say what it computes.
        #expect(try b.started(second, id: "same") == .begun)
        #expect(try a.started(first, id: "same") == .duplicate(second.task.key))
        #expect(try !a.beat(first))
        try run(a, try #require(try next(a)))
        guard case .wait = try a.claimNext() else { return #expect(Bool(false)) }
        #expect(try b.ended(second, TrialEnding(.completed, objective: 5, seconds: 1)))
        #expect(try isComplete(a))
        let states = a.snapshot.trials
        #expect(states.map { $0.ending?.objective } == [5, 5, 1])
        #expect(states[0].duplicates == second.task.key)
        #expect((states[0].id, states[0].attempts) == ("same", 0))
        #expect(states[0].assignment.text == "a=0.1")
        #expect(a.snapshot.planned == 3)
    }

    @Test func ofTwoThatTookADirectoryNobodyBeganTheLivingOneHasIt() throws {
        let simulation = try SweepSimulation(SampleSweep.make(parameters: [SampleSweep.values("a", 2)]))
        let sweep = try simulation.open()
        let claim = try #require(try next(sweep))
        // Of a trial that no definition has.
        #expect(try TrialOwner(simulation.directory, id: "x").take(for: TrialKey(number: 77, seed: 1)).number == 77)
        #expect(try sweep.started(claim, id: "x") == .begun)
        #expect(try TrialOwner(simulation.directory, id: "x").take(for: TrialKey(number: 9, seed: 1)).number == 0)
        // And a damaged file is nobody's.
        try Data("{".utf8).write(to: simulation.directory.trial("x").appendingPathComponent("trial.json"))
        #expect(try TrialOwner(simulation.directory, id: "x").take(for: TrialKey(number: 9, seed: 1)).number == 9)
    }

    // MARK: The end of points

    @Test func aSamplerThatFindsNoMoreEndsTheSweep() throws {
        let simulation = try SweepSimulation(
            SampleSweep.make(RandomSearch(), trials: 10, parameters: [SampleSweep.values("a", 4)]))
        try simulation.runAlone()
        let snapshot = try simulation.snapshot()
        #expect(snapshot.isComplete)
        #expect(snapshot.trials.count == 4)
        #expect(snapshot.planned == 4)
        #expect(snapshot.notes.count == 1)
        var impossible = try SampleSweep.make(TPESearch(), trials: 10, parameters: SampleSweep.continuous)
        impossible.constraints = [SweepConstraint(text: "a > 2")]
        let none = try SweepSimulation(impossible)
        try none.runAlone()
        #expect(try none.snapshot().trials.isEmpty)
        #expect(try none.snapshot().isComplete)
    }

    @Test func trialsThatWaitForEachOtherAreSaid() throws {
        struct Never: TrialScheduler {
            func rungs(_ trial: Int) -> [Int] { [2] }
            func decision(_ trial: Int, at epoch: Int, curves: (Int) -> TrialCurve?, total: Int) -> SchedulerDecision { .wait }
        }
        let simulation = try SweepSimulation(
            SampleSweep.make(scheduler: ASHA(watch: SampleSweep.watch()), parameters: [SampleSweep.values("a", 2)]))
        simulation.rules.scheduler = { _ in Never() }
        let error = #expect(throws: Diagnostic.self) { try simulation.runAlone() }
        #expect(error?.id == "sweep-stuck")
    }

    // MARK: The disk

    @Test func aFolderThatCannotBeWrittenIsSaid() throws {
        let simulation = try SweepSimulation(SampleSweep.make())
        let sweep = try simulation.open()
        let claim = try #require(try next(sweep))
        try FileManager.default.removeItem(at: simulation.directory.url)
        #expect(throws: Diagnostic.self) { try sweep.claimNext() }
        #expect(try !sweep.beat(claim))
        #expect(try sweep.started(claim, id: "x") == .lost)
        try Data().write(to: simulation.directory.url)
        let refusal = #expect(throws: SweepRefusal.self) { try simulation.open() }
        #expect(refusal?.diagnostics.first?.outcome == .cannotWrite)
        let missing = #expect(throws: Diagnostic.self) {
            try Sweep.read(SweepDirectory(results: simulation.folder.url, experiment: "no", sweep: "such"))
        }
        #expect(missing?.id == "no-sweep")
    }

    @Test func aDamagedDefinitionIsSaid() throws {
        let simulation = try SweepSimulation(SampleSweep.make())
        _ = try simulation.open()
        let file = simulation.directory.definitions.appendingPathComponent("0001.json")
        try Data(try Data(contentsOf: file).prefix(100)).write(to: file)
        let refusal = #expect(throws: SweepRefusal.self) { try simulation.open() }
        #expect(refusal?.diagnostics.first?.message.contains("0001.json") == true)
        #expect(refusal?.diagnostics.first?.help.contains { $0.contains("delete it") } == true)
        try FileManager.default.removeItem(at: file)
        #expect(try simulation.open().snapshot.planned != nil)
    }

    @Test func aSweepIsNamedAsAFolderCanBe() throws {
        var plan = try SampleSweep.make()
        plan.name = ".."
        let simulation = try SweepSimulation(plan)
        let refusal = #expect(throws: SweepRefusal.self) { try simulation.open() }
        #expect(refusal?.diagnostics.first?.id == "name-not-a-folder")
    }
}
