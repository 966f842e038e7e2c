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

    /// Adds up groups of rows, in their order; what fills rows up in the groups is left out of the sum.
    ///
    /// - Parameters:
    ///   - stride: From one group to the next.
    ///   - width: The values of a row.
    ///   - padded: From one row of a group to the next.
    static func addRows(
        _ parts: UnsafePointer<Float>, _ groups: Int, stride: Int, rows: Int, width: Int, padded: Int,
        to total: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            for index in 0..<width {
                total[row * width + index] = (0..<groups).reduce(0) { $0 + parts[$1 * stride + row * padded + index] }
            }
        }
    }
}
