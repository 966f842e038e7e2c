import Foundation

/// What a number of steps in a row took.
struct Turn: Encodable {
    /// Milliseconds of each step.
    var ms: [Double]
    /// Processor time a step, of all threads together, in milliseconds.
    var processorMs: Double
    /// The loss of the last step.
    var loss: Double
    /// The most memory that this process has held, in bytes.
    var peakBytes: Int

    /// Takes `warm` steps that do not count, then `steps` that do.
    init(_ bench: Bench, warm: Int, steps: Int) throws {
        for _ in 0..<warm { _ = try bench.step() }
        ms = []
        loss = .nan
        let processor = clock()
        for _ in 0..<max(steps, 1) {
            var last = 0.0
            let time = try ContinuousClock().measure { last = try bench.step() }.components
            loss = last
            ms.append(Double(time.attoseconds) * 1e-15 + Double(time.seconds) * 1e3)
        }
        processorMs = Double(clock() - processor) / Double(CLOCKS_PER_SEC) * 1e3 / Double(ms.count)
        peakBytes = Self.peakBytes()
    }

    /// Of this program alone: `ru_maxrss` would count the process that started it.
    private static func peakBytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
