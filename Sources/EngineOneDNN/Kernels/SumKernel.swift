/// Sums of arrays, element by element.
enum SumKernel {
    /// Values that one task adds up.
    private static let chunk = 1 << 14

    /// Adds arrays to the first, in their order.
    static func add(_ parts: [UnsafeMutablePointer<Float>], to total: UnsafeMutableBufferPointer<Float>, parallel: Parallel) {
        guard let base = total.baseAddress else { return }
        let count = total.count
        parallel.run((count + chunk - 1) / chunk) { task in
            var index = task * chunk
            let end = min(index + chunk, count)
            while index + 16 <= end {
                var sum = loadLanes(base + index, 16)
                for part in parts { sum += loadLanes(part + index, 16) }
                storeLanes(sum, base + index, 16)
                index += 16
            }
            while index < end {
                for part in parts { base[index] += part[index] }
                index += 1
            }
        }
    }
}
