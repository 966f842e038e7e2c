/// Takes the times of a program's calls, step by step.
final class Stopwatch {
    let clock = ContinuousClock()
    /// Seconds of each call, a value a step.
    private(set) var calls: [[Double]]
    /// Seconds of each whole step.
    private(set) var steps: [Double] = []

    init(calls count: Int) { calls = [[Double]](repeating: [], count: count) }

    /// Notes a call that ends now.
    func note(_ call: Int, since began: ContinuousClock.Instant) { calls[call].append(seconds(since: began)) }

    /// Notes a step that ends now.
    func finish(since began: ContinuousClock.Instant) { steps.append(seconds(since: began)) }

    private func seconds(since began: ContinuousClock.Instant) -> Double {
        let time = (clock.now - began).components
        return Double(time.seconds) + Double(time.attoseconds) * 1e-18
    }
}
