import Foundation

/// Randomness without state: a key names a purpose, and every draw is a pure function of the key and the draw's number.
///
/// Keys are derived (`key.with("augment").with(step).with(sample)`), so that no order of threads can change a draw and no checkpoint
/// need save one. The generator is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
public struct RandomKey: Hashable, Sendable {
    private var low: UInt32
    private var high: UInt32
    private var path: UInt64

    /// The root key of a seed.
    public init(seed: UInt64) {
        low = UInt32(truncatingIfNeeded: seed)
        high = UInt32(truncatingIfNeeded: seed >> 32)
        path = 0
    }

    /// The key of one of many siblings: a layer, a sample, a pass.
    public func with(_ number: Int) -> RandomKey {
        let number = UInt64(bitPattern: Int64(number))
        let mixed = Philox.block(
            counter: (
                UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32), UInt32(truncatingIfNeeded: path),
                UInt32(truncatingIfNeeded: path >> 32) ^ 0x8000_0000
            ), key: (low, high))
        var derived = self
        derived.low = mixed.0
        derived.high = mixed.1
        derived.path = UInt64(mixed.2) | UInt64(mixed.3) << 32
        return derived
    }

    /// The key of a named purpose.
    public func with(_ name: String) -> RandomKey {
        // FNV-1a: names are short and fixed; Philox does the mixing.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return with(Int(Int64(bitPattern: hash)))
    }

    /// Four 32-bit words for a block number.
    public func block(_ index: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
        Philox.block(
            counter: (
                UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), UInt32(truncatingIfNeeded: path),
                UInt32(truncatingIfNeeded: path >> 32) & 0x7fff_ffff
            ), key: (low, high))
    }

    /// 64 bits for a draw number.
    public func bits(_ index: UInt64) -> UInt64 {
        let words = block(index)
        return UInt64(words.0) | UInt64(words.1) << 32
    }

    /// A double in [0, 1) with 53 random bits, for a draw number.
    public func uniform(_ index: UInt64) -> Double { Double(bits(index) >> 11) * 0x1p-53 }

    /// A draw of the bell curve with mean 0 and deviation 1, for a draw number (Box and Muller 1958).
    public func normal(_ index: UInt64) -> Double {
        // 1 - u is above 0.
        let radius = (-2 * log(1 - uniform(2 * index))).squareRoot()
        return radius * cos(2 * .pi * uniform(2 * index + 1))
    }

    /// A whole number below `bound` (at least 1), for a draw number; the bias is below 2^-32 for bounds below 2^32.
    public func below(_ bound: Int, _ index: UInt64) -> Int {
        Int(bits(index).multipliedFullWidth(by: UInt64(max(bound, 1))).high)
    }

    /// A permutation of 0 ..< count (Fisher and Yates).
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        var index = count - 1
        while index > 0 {
            order.swapAt(index, below(index + 1, UInt64(index)))
            index -= 1
        }
        return order
    }
}
