import CScheduler

/// Processors that a thread may run on, and the processes that it starts.
struct ProcessorSet: Equatable {
    /// Bytes that have a bit for each processor of any machine.
    private static let bytes = 1024

    /// Their numbers, ascending.
    let numbers: [Int]

    /// Those that the calling thread may run on; nil where the system does not tell.
    static func current() -> ProcessorSet? {
        var bits = [UInt8](repeating: 0, count: bytes)
        guard assay_processors(&bits, bits.count) == 0 else { return nil }
        return ProcessorSet(numbers: (0..<8 * bytes).filter { bits[$0 / 8] >> ($0 % 8) & 1 != 0 })
    }

    /// Some of them, by their places in this set; nil where there are not so many.
    func part(_ places: Range<Int>) -> ProcessorSet? {
        guard !places.isEmpty, places.lowerBound >= 0, places.upperBound <= numbers.count else { return nil }
        return ProcessorSet(numbers: Array(numbers[places]))
    }

    /// Lets the calling thread run on these alone; where that is refused, it runs where it did.
    func bind() {
        var bits = [UInt8](repeating: 0, count: Self.bytes)
        for number in numbers { bits[number / 8] |= 1 << (number % 8) }
        _ = assay_bind_processors(bits, bits.count)
    }
}
