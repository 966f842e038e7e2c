/// NumPy's legacy generator, bit for bit: `numpy.random.seed(s)` and the calls that follow it.
///
/// MT19937 (Matsumoto and Nishimura 1998) seeded with the 32-bit initializer; doubles from two 32-bit outputs; bounded whole numbers by
/// masked rejection, as `numpy.random.RandomState` has done since NumPy 1.0 and promises to go on doing (NEP 19).
public struct LegacyRandomState: DrawSource, Sendable {
    private static let length = 624
    private static let middle = 397
    private var state: [UInt32]
    private var position = Self.length

    /// `numpy.random.seed(seed)`.
    public init(seed: UInt32) {
        state = [UInt32](unsafeUninitializedCapacity: Self.length) { words, count in
            var word = seed
            for index in 0..<Self.length {
                words[index] = word
                word = 1_812_433_253 &* (word ^ word >> 30) &+ UInt32(index + 1)
            }
            count = Self.length
        }
    }

    private mutating func regenerate() {
        state.withUnsafeMutableBufferPointer { words in
            for index in 0..<Self.length {
                let next = words[index + 1 == Self.length ? 0 : index + 1]
                let mixed = (words[index] & 0x8000_0000) | (next & 0x7fff_ffff)
                let far = index < Self.length - Self.middle ? index + Self.middle : index + Self.middle - Self.length
                words[index] = words[far] ^ mixed >> 1 ^ (mixed & 1 == 0 ? 0 : 0x9908_b0df)
            }
        }
        position = 0
    }

    /// The next 32-bit output.
    public mutating func nextWord() -> UInt32 {
        if position == Self.length { regenerate() }
        var word = state[position]
        position += 1
        word ^= word >> 11
        word ^= word << 7 & 0x9d2c_5680
        word ^= word << 15 & 0xefc6_0000
        return word ^ word >> 18
    }

    /// `numpy.random.random()`: a double in [0, 1) with 53 random bits, from two outputs.
    public mutating func random() -> Double {
        let high = nextWord() >> 5
        let low = nextWord() >> 6
        return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
    }

    /// `numpy.random.random()` under the name that augmentations know.
    public mutating func next() -> Double { random() }

    /// `numpy.random.randint(bound)`, which is also the index that `numpy.random.choice` draws; bounds up to 2^32.
    public mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        let largest = UInt32(clamping: bound - 1)
        let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
        while true {
            let word = nextWord() & mask
            if word <= largest { return Int(word) }
        }
    }

    /// `numpy.random.permutation(count)`.
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<max(count, 0))
        for index in stride(from: count - 1, to: 0, by: -1) { order.swapAt(index, below(index + 1)) }
        return order
    }
}
