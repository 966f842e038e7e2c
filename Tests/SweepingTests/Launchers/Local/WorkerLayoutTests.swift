import TestSupport
import Testing

@testable import Sweeping

@Suite struct WorkerLayoutTests {
    private func candidates(_ processors: Int) -> [[Int]] {
        WorkerLayout.candidates(processors: processors).map { [$0.workers, $0.threads] }
    }

    @Test func candidates() {
        #expect(candidates(1) == [[1, 1]])
        #expect(candidates(2) == [[2, 1], [1, 2]])
        #expect(candidates(4) == [[4, 1], [2, 2], [1, 4]])
        #expect(candidates(6) == [[6, 1], [3, 2], [1, 6]])
        #expect(candidates(0) == [[1, 1]])
    }

    @Test func theFastest() {
        let slow = WorkerLayout.Measurement(workers: 2, threads: 1, stepsPerSecond: 30)
        let fast = WorkerLayout.Measurement(workers: 1, threads: 2, stepsPerSecond: 40)
        #expect(WorkerLayout(processors: 2, best: [slow, fast])?.workers == 1)
        #expect(WorkerLayout(processors: 2, best: [slow, fast])?.threads == 2)
        // What is as fast within what measuring can tell is decided by the workers.
        let alike = WorkerLayout.Measurement(workers: 2, threads: 1, stepsPerSecond: 39.5)
        #expect(WorkerLayout(processors: 2, best: [fast, alike])?.workers == 2)
        #expect(WorkerLayout(processors: 2, best: []) == nil)
        #expect(WorkerLayout(processors: 2, best: [.init(workers: 2, threads: 1, stepsPerSecond: 0)]) == nil)
    }

    /// It is kept with the sweep, and holds for machines with as many processors.
    @Test func kept() throws {
        let folder = try TemporaryFolder()
        let directory = SweepDirectory(existing: folder.url)
        #expect(WorkerLayout(of: directory, processors: 4) == nil)
        let layout = WorkerLayout(
            processors: 4, workers: 2, threads: 2, measured: [.init(workers: 2, threads: 2, stepsPerSecond: 12.5)])
        try layout.write(to: directory)
        #expect(WorkerLayout(of: directory, processors: 4) == layout)
        #expect(WorkerLayout(of: directory, processors: 8) == nil)
        try folder.write("{\"schema\": \"layout/1\", \"processors\": 4, \"workers\": -3", to: "layout.json")
        #expect(WorkerLayout(of: directory, processors: 4) == nil)
        try folder.write(
            "{\"schema\": \"layout/1\", \"processors\": 4, \"workers\": 0, \"threads\": 1, \"measured\": []}", to: "layout.json")
        #expect(WorkerLayout(of: directory, processors: 4) == nil)
    }
}
