/// A slice as Python has it, `[start:stop:step]`, with Python's rules for what is missing, negative or beyond the end.
struct PythonSlice: Hashable, Sendable {
    /// Where it begins; nil is the end that the step comes from.
    var start: Int?
    /// Where it ends, exclusive; nil is the end that the step goes to.
    var stop: Int?
    /// The stride, never 0.
    var step = 1

    /// The indices that it takes from a list of a length, in Python's order (`range(*slice.indices(count))`).
    func indices(of count: Int) -> [Int] {
        let first = bound(start, missing: step > 0 ? 0 : count - 1, count)
        let end = bound(stop, missing: step > 0 ? count : -1, count)
        var result: [Int] = []
        var index = first
        while step > 0 ? index < end : index > end {
            result.append(index)
            let (next, overflow) = index.addingReportingOverflow(step)
            if overflow { break }
            index = next
        }
        return result
    }

    /// An end clamped to the list: to 0...count going up, to -1...count - 1 going down.
    private func bound(_ value: Int?, missing: Int, _ count: Int) -> Int {
        guard let value else { return missing }
        let (lowest, highest) = step > 0 ? (0, count) : (-1, count - 1)
        if value < 0 { return value < -count ? lowest : max(value + count, lowest) }
        return min(value, highest)
    }
}
