/// 128 bits that stand for a file's bytes, to find equal files and damaged ones; no defence against files made to collide.
struct ContentHash: Hashable, Sendable {
    /// The first half.
    let low: UInt64
    /// The second half.
    let high: UInt64

    /// Takes a hash that was stored.
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Two lanes of multiply and rotate over words of eight bytes, and the length, mixed at the end as in MurmurHash3.
    init(_ bytes: [UInt8]) {
        var (low, high) = (UInt64(bytes.count), 0x9e37_79b9_7f4a_7c15 as UInt64)
        bytes.withUnsafeBytes { raw in
            var offset = 0
            while offset < raw.count {
                var word: UInt64 = 0
                if offset + 8 <= raw.count {
                    word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                } else {
                    for index in offset..<raw.count { word = word << 8 | UInt64(raw[index]) }
                }
                low = (low ^ word) &* 0xff51_afd7_ed55_8ccd
                low ^= low >> 29
                high = ((high << 23 | high >> 41) &+ word) &* 0xc4ce_b9fe_1a85_ec53
                offset += 8
            }
        }
        self.low = Self.mixed(low &+ high)
        self.high = Self.mixed(high ^ (low << 32 | low >> 32))
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ value >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ value >> 33
    }
}
