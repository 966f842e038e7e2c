import Testing

@testable import Execution

@Suite struct WorkerBudgetTests {
    /// The threads that runs get, one after the other, while all of them are under way.
    private func threads(_ budget: WorkerBudget, runs: Int) -> [Int] {
        var busy: [Int] = []
        for waiting in stride(from: runs, to: 0, by: -1) where busy.count < budget.jobs {
            busy.append(budget.threads(busy: busy, waiting: waiting))
        }
        return busy
    }

    @Test func oneThreadARunWhereThereAreRunsEnough() {
        #expect(threads(WorkerBudget(processors: 4), runs: 10) == [1, 1, 1, 1])
        #expect(threads(WorkerBudget(processors: 4), runs: 4) == [1, 1, 1, 1])
    }

    /// Fewer runs than processors share all of them.
    @Test func fewRuns() {
        #expect(threads(WorkerBudget(processors: 4), runs: 1) == [4])
        #expect(threads(WorkerBudget(processors: 4), runs: 2) == [2, 2])
        #expect(threads(WorkerBudget(processors: 8), runs: 3) == [2, 3, 3])
    }

    @Test func whatIsAskedForIsGiven() {
        #expect(threads(WorkerBudget(processors: 8, jobs: 2), runs: 10) == [4, 4])
        #expect(threads(WorkerBudget(processors: 8, threads: 3), runs: 10) == [3, 3])
        #expect(threads(WorkerBudget(processors: 2, jobs: 3, threads: 2), runs: 10) == [2, 2, 2])
        #expect(threads(WorkerBudget(processors: 2, threads: 16), runs: 10) == [16])
    }

    @Test func neverMoreThanThereAre() {
        for processors in 1...9 {
            for runs in 1...12 {
                let given = threads(WorkerBudget(processors: processors), runs: runs)
                #expect(given.reduce(0, +) <= processors && given.allSatisfy { $0 >= 1 })
            }
        }
    }

    /// Runs that fill the machine keep to processors of their own; others go where there is room.
    @Test func runsThatFillTheMachineKeepApart() {
        let two = WorkerBudget(processors: 4, jobs: 2, threads: 2)
        #expect((0..<2).map { two.processors(of: $0, threads: 2, available: 4) } == [0..<2, 2..<4])
        #expect(two.processors(of: 0, threads: 2, available: 8) == nil)
        #expect(two.processors(of: 0, threads: 1, available: 4) == nil)
        #expect(two.processors(of: 0, threads: .max, available: 4) == nil)
        #expect(WorkerBudget(processors: 2, jobs: 1, threads: 2).processors(of: 0, threads: 2, available: 2) == nil)
    }
}
