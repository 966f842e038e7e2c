import Testing

@testable import Sweeping

@Suite struct ProcessorsTests {
    @Test func theLeastCounts() {
        #expect(Processors.usable(scheduled: 8, slurm: nil, quota: nil) == 8)
        #expect(Processors.usable(scheduled: 8, slurm: "2", quota: "max 100000") == 2)
        #expect(Processors.usable(scheduled: 8, slurm: nil, quota: "150000 100000\n") == 2)
        #expect(Processors.usable(scheduled: 8, slurm: "4", quota: "300000 100000") == 3)
    }

    @Test func nonsenseCountsForNothing() {
        #expect(Processors.usable(scheduled: 3, slurm: "many", quota: "") == 3)
        #expect(Processors.usable(scheduled: 3, slurm: "0", quota: "1e30 1") == 1)
        #expect(Processors.usable(scheduled: 3, slurm: nil, quota: "100 0") == 3)
        #expect(Processors.usable(scheduled: 0, slurm: nil, quota: nil) == 1)
    }

    @Test func here() { #expect(Processors.usable >= 1) }
}
