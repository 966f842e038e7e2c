/// Runs several things in turn, again and again, and gives the least time of each in seconds: what else runs can only lengthen it.
func leastTimes(_ bodies: [() throws -> Void], budget: Double) throws -> [Double] {
    var least = [Double](repeating: .infinity, count: bodies.count)
    for body in bodies { try body() }
    let clock = ContinuousClock()
    let began = clock.now
    var rounds = 0
    while rounds < 3 || (seconds(clock.now - began) < budget * Double(bodies.count) && rounds < 1000) {
        for (index, body) in bodies.enumerated() {
            least[index] = min(least[index], seconds(try clock.measure(body)))
        }
        rounds += 1
    }
    return least
}

private func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
