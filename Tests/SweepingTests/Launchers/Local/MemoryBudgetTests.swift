import Foundation
import Testing

@testable import Sweeping

@Suite struct MemoryBudgetTests {
    @Test func shares() {
        #expect(MemoryBudget(asked: nil, workers: 4, total: 8 << 30).bytes == 2 << 30)
        #expect(MemoryBudget(asked: 3 << 30, workers: 4, total: 8 << 30).bytes == 3 << 30)
        #expect(MemoryBudget(asked: 0, workers: 4, total: 8 << 30).bytes == .max)
        #expect(MemoryBudget.total > 1 << 28)
    }

    /// Pages of files can be given back, and do not count.
    @Test func whatAProcessHolds() {
        #expect(MemoryBudget.held("30000 5000 1200 300 0 4000 0\n", page: 4096) == 3800 * 4096)
        #expect(MemoryBudget.held("", page: 4096) == nil)
        #expect(MemoryBudget.held(by: getpid()).map { $0 > 1 << 20 } == true)
        #expect(MemoryBudget.held(by: -1) == nil)
    }

    @Test func whatTheKernelEnded() {
        #expect(MemoryBudget.kernelKills("low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 7\n") == 2)
        #expect(MemoryBudget.kernelKills("") == 0)
    }
}
