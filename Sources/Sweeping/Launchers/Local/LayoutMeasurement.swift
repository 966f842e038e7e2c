import Execution
import Foundation

/// Tries layouts: as many processes at once as there would be workers, each of which repeats a training step.
public struct LayoutMeasurement {
    private let executable: URL
    private let arguments: (_ threads: Int) -> [String]

    /// Creates it.
    ///
    /// - Parameters:
    ///   - executable: The command.
    ///   - arguments: Its arguments for a process that says on a line that it is ready, waits for the end of its standard input, and
    ///     then says on a line how many steps it does in a second: `{"steps_per_second": 12.5}`.
    public init(executable: URL, arguments: @escaping (_ threads: Int) -> [String]) {
        self.executable = executable
        self.arguments = arguments
    }

    /// Measures layouts, one after another.
    ///
    /// - Returns: Those that could be measured.
    public func measure(
        _ candidates: [(workers: Int, threads: Int)], isInterrupted: () -> Bool
    ) -> [WorkerLayout.Measurement] {
        candidates.compactMap { workers, threads in
            guard !isInterrupted(), let rate = rate(workers, threads, isInterrupted) else { return nil }
            return WorkerLayout.Measurement(workers: workers, threads: threads, stepsPerSecond: rate)
        }
    }

    private struct Said: Decodable {
        var stepsPerSecond: Double

        enum CodingKeys: String, CodingKey { case stepsPerSecond = "steps_per_second" }
    }

    /// The steps of all processes together in a second; nil where one of them could not do any.
    private func rate(_ workers: Int, _ threads: Int, _ isInterrupted: () -> Bool) -> Double? {
        let processes = (0..<workers).compactMap { _ in try? ChildRun(executable, arguments(threads)) }
        guard processes.count == workers else { return nil }
        var lines = [[Data]](repeating: [], count: workers)
        var began = false
        while processes.contains(where: { !$0.hasEnded }) {
            // Those that still run are ended where they are let go.
            if isInterrupted() { return nil }
            let ready = ChildRun.poll(processes.flatMap(\.descriptors), milliseconds: 100)
            for (number, process) in processes.enumerated() { lines[number] += process.read(ready).lines }
            if !began, lines.allSatisfy({ !$0.isEmpty }) {
                processes.forEach { $0.closeInput() }
                began = true
            }
            // One that ended too soon: the others would wait for ever.
            if !began, processes.contains(where: \.hasEnded) { return nil }
        }
        let rates = lines.compactMap { $0.last.flatMap { try? JSONDecoder().decode(Said.self, from: $0) }?.stepsPerSecond }
        processes.forEach { _ = $0.wait() }
        guard rates.count == workers, rates.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        return rates.reduce(0, +)
    }
}
