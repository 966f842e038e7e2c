import Diagnostics
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Sweeping

/// What may change in the file of a sweep, and what may not.
@Suite struct SweepExtensionTests {
    private func started(_ plan: SweepPlan) throws -> SweepSimulation {
        let simulation = try SweepSimulation(plan)
        try simulation.runAlone()
        return simulation
    }

    private func definitions(_ simulation: SweepSimulation) throws -> Int { try simulation.snapshot().definitions.count }

    @Test func theSameFileGoesOn() throws {
        let simulation = try started(try SampleSweep.make())
        simulation.plan.resources.workers = 7
        simulation.plan.resources.slurm.partition = "gpu"
        try simulation.runAlone()
        #expect(try definitions(simulation) == 1)
        #expect(try simulation.lines().count == 24)
    }

    @Test func aGridGrowsByWhatIsNew() throws {
        let simulation = try started(try SampleSweep.make(parameters: [SampleSweep.values("a", 2), SampleSweep.values("b", 2)]))
        let before = try simulation.result()
        simulation.plan.parameters[0] = SampleSweep.values("a", 3)
        try simulation.runAlone()
        let after = try simulation.result()
        #expect(Array(after.prefix(4)) == before)
        #expect(
            after.dropFirst(4).map { $0.split(separator: " ")[2...3].joined(separator: " ") } == ["a=0.3 b=0.1", "a=0.3 b=0.2"])
        #expect(try definitions(simulation) == 2)
        #expect(try SweepFaultTests.ends(simulation).values.allSatisfy { $0 == 1 })
    }

    @Test func aGridPointThatIsGoneIsKeptButNotRun() throws {
        let simulation = try SweepSimulation(SampleSweep.make(parameters: [SampleSweep.values("a", 4)]))
        let sweep = try simulation.open()
        guard case .task(let claim) = try sweep.claimNext(), case .task(let other) = try sweep.claimNext() else {
            return #expect(Bool(false))
        }
        #expect(try sweep.started(claim, id: "x") == .begun)
        try sweep.ended(claim, TrialEnding(.completed, objective: 1, seconds: 1))
        #expect(try sweep.started(other, id: "y") == .begun)
        // 0.1 has ended, 0.2 runs, 0.3 and 0.4 wait.
        simulation.plan.parameters = [
            SweepParameter(path: "a", domain: .values([.number(0.4), .number(0.5)], isOrdered: true))
        ]
        let later = try simulation.open()
        #expect(later.snapshot.trials.map(\.assignment.text) == ["a=0.1", "a=0.2", "a=0.4", "a=0.5"])
        #expect(later.snapshot.trials.map(\.key.number) == [0, 1, 3, 4])
        #expect(later.snapshot.planned == 3)
        // Who was there before learns of it, and what it runs may come to its end.
        try sweep.release(other)
        guard case .task(let next) = try sweep.claimNext() else { return #expect(Bool(false)) }
        #expect(next.task.key.number == 3)
        try sweep.release(next)
        try simulation.runAlone()
        let snapshot = try simulation.snapshot()
        #expect(snapshot.isComplete)
        #expect(snapshot.trials.map { $0.ending?.outcome } == [.completed, nil, .completed, .completed])
        // Back again, and it is wanted again.
        simulation.plan.parameters = [SampleSweep.values("a", 2)]
        try simulation.runAlone()
        #expect(try simulation.snapshot().trials.map { $0.ending?.outcome } == [.completed, .completed, .completed, .completed])
    }

    @Test(arguments: [0, 1]) func moreTrialsAreThoseThatALongerSweepWouldHaveHad(_ scheduler: Int) throws {
        let methods: [any SweepMethodKind] = [
            RandomSearch(), SobolSearch(), TPESearch(startupTrials: 3, candidates: 6, parallel: 2),
            CMAESSearch(populationSize: 3),
        ]
        for method in methods {
            let schedulers: [any SchedulerKind] = [NoScheduler(), ASHA(watch: SampleSweep.watch(), parallel: 2)]
            let rule = schedulers[scheduler]
            let short = try started(
                try SampleSweep.make(method, scheduler: rule, trials: 7, parameters: SampleSweep.continuous))
            short.plan.trials = 12
            try short.runAlone()
            let long = try started(
                try SampleSweep.make(method, scheduler: rule, trials: 12, parameters: SampleSweep.continuous))
            let (extended, whole) = (try short.result(), try long.result())
            #expect(extended == whole)
            #expect(try definitions(short) == 2)
        }
    }

    @Test func fewerTrialsKeepWhatThereIs() throws {
        let simulation = try started(try SampleSweep.make(RandomSearch(), trials: 6, parameters: SampleSweep.continuous))
        let before = try simulation.result()
        simulation.plan.trials = 3
        try simulation.runAlone()
        #expect(try simulation.result() == before)
        #expect(try simulation.snapshot().isComplete)
    }

    @Test func seedsAreAdded() throws {
        let simulation = try started(try SampleSweep.make(parameters: [SampleSweep.values("a", 3)], seeds: [1]))
        simulation.plan.seeds = [1, 2, 3]
        try simulation.runAlone()
        let snapshot = try simulation.snapshot()
        #expect(snapshot.trials.map(\.key.seed) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
        #expect(snapshot.isComplete)
        #expect(try SweepFaultTests.ends(simulation).count == 9)
    }

    @Test func extraTrialsAreAddedAndComeOnce() throws {
        let a = [SweepSetting(path: "a", value: .number(0.77)), SweepSetting(path: "rate", value: .number(0.5))]
        let simulation = try started(
            try SampleSweep.make(TPESearch(startupTrials: 2), trials: 4, parameters: SampleSweep.continuous, extra: [a]))
        simulation.plan.extraTrials = [Array(a.reversed()), [SweepSetting(path: "a", value: .number(0.5))]]
        simulation.plan.trials = 6
        try simulation.runAlone()
        let snapshot = try simulation.snapshot()
        #expect(snapshot.trials.count == 8)
        #expect(snapshot.trials[0].assignment.text == "a=0.77 rate=0.5")
        #expect(snapshot.trials[5].assignment.text == "a=0.5")
        #expect(snapshot.isComplete)
    }

    @Test func pointsThatWereNotBegunComeFromTheNewestSpace() throws {
        let simulation = try SweepSimulation(SampleSweep.make(RandomSearch(), trials: 8, parameters: SampleSweep.continuous))
        let sweep = try simulation.open()
        for _ in 0..<3 {
            guard case .task(let claim) = try sweep.claimNext() else { return #expect(Bool(false)) }
            #expect(try sweep.started(claim, id: "x\(claim.task.key.number)") == .begun)
            try sweep.ended(claim, TrialEnding(.completed, objective: 1, seconds: 1))
        }
        let before = sweep.snapshot.trials.prefix(3).map(\.assignment)
        simulation.plan.parameters[0].domain = .uniform(low: 5, high: 6)
        try simulation.runAlone()
        let points = try simulation.snapshot().trials.map(\.assignment)
        #expect(points.prefix(3).map { $0 } == before)
        #expect(points.dropFirst(3).allSatisfy { ($0["a"]?.number ?? 0) >= 5 })
        #expect(points.count == 8)
    }

    @Test func anotherMethodGoesOnFromWhatThereIs() throws {
        let simulation = try started(try SampleSweep.make(parameters: [SampleSweep.values("a", 3)]))
        guard let method = OneOf<SweepMethodFamily>(TPESearch(startupTrials: 1, parallel: 1)) else { return #expect(Bool(false)) }
        simulation.plan.method = method
        simulation.plan.trials = 4
        simulation.plan.parameters = [SweepParameter(path: "a", domain: .uniform(low: 0, high: 1))]
        try simulation.runAlone()
        let snapshot = try simulation.snapshot()
        #expect(snapshot.trials.count == 7)
        #expect(snapshot.isComplete)
    }

    // MARK: Refusals

    private func refusal(_ simulation: SweepSimulation, recheck: (TrialState) -> String? = { $0.id }) -> [String] {
        let refusal = #expect(throws: SweepRefusal.self) { try simulation.open(recheck: recheck) }
        let diagnostics = refusal?.diagnostics ?? []
        #expect(diagnostics.first?.id == "sweep-differs")
        #expect(diagnostics.first?.help.first?.contains("sweep.name") == true)
        #expect(diagnostics.allSatisfy { $0.severity == .error && $0.outcome == .invalid })
        return diagnostics.dropFirst().map(\.message)
    }

    @Test func anotherExperimentIsRefusedWithWhatDiffers() throws {
        let simulation = try started(try SampleSweep.make())
        let (plan, base) = (simulation.plan, simulation.base)
        simulation.base.plan = .object(["epochs": .integer(10)])
        simulation.base.document = "e"
        #expect(refusal(simulation) == ["plan: epochs: 9 -> 10"])
        simulation.base = base
        simulation.base.data = ["x": "0123456789abcdef", "y": "2"]
        #expect(
            refusal(simulation) == ["the data of 'x' is another: 1 -> 0123456789ab", "the data of 'y' is another: none -> 2"])
        simulation.base = base
        simulation.base.weights = ["load": "2"]
        simulation.base.engine = "reference"
        simulation.base.version = "2"
        #expect(
            refusal(simulation) == [
                "the weights that step 'load' loads are others: none -> 2", "the engine was fast and is reference",
                "the version of assay was 1 and is 2",
            ])
        simulation.base = base
        simulation.plan.objective.metric = "val_acc"
        simulation.plan.objective.mode = .max
        simulation.plan.seed = 8
        #expect(
            refusal(simulation) == [
                "objective: min of val_loss of training, last epoch -> max of val_acc of training, last epoch",
                "seed of the sweep: 7 -> 8",
            ])
        simulation.plan = plan
        _ = try simulation.open()
        #expect(try definitions(simulation) == 1)
    }

    @Test func aTextThatChangesNoTrialIsAccepted() throws {
        let simulation = try started(try SampleSweep.make(parameters: [SampleSweep.values("a", 2)]))
        simulation.base.document = "another"
        var asked: [String] = []
        _ = try simulation.open { state in
            asked.append(state.assignment.text)
            return state.id
        }
        #expect(asked == ["a=0.1", "a=0.2"])
        #expect(try definitions(simulation) == 2)
        // It is not asked again.
        _ = try simulation.open { _ in nil }
        #expect(try definitions(simulation) == 2)
    }

    @Test func aTextThatChangesATrialIsRefused() throws {
        let simulation = try started(try SampleSweep.make(parameters: [SampleSweep.values("a", 2)]))
        simulation.base.document = "another"
        let messages = refusal(simulation) { $0.key.number == 1 ? "other" : $0.id }
        #expect(messages.count == 1)
        #expect(messages.first?.contains("trial 1 with seed 1 (a=0.2)") == true)
        #expect(refusal(simulation) { _ in nil }.first?.contains("trial 0") == true)
        #expect(try definitions(simulation) == 1)
    }

    /// Several processes with one changed file make one definition.
    @Test func oneDefinitionIsMadeByMany() throws {
        let simulation = try started(try SampleSweep.make())
        simulation.plan.seeds = [1, 2]
        let (directory, plan, base) = (simulation.directory, simulation.plan, simulation.base)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            _ = try? Sweep.open(directory, plan: plan, base: base) { $0.id }
        }
        #expect(try definitions(simulation) == 2)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.definitions.path)
        #expect(files.sorted() == ["0001.json", "0002.json"])
    }
}
