/// Values aligned to 64 bytes.
final class Floats {
    let values: UnsafeMutableBufferPointer<Float>
    /// The first value.
    var base: UnsafeMutablePointer<Float>? { values.baseAddress }

    /// Creates values, all zero or all between -0.5 and 0.5.
    init(_ count: Int, random: Bool = false) {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        values = UnsafeMutableBufferPointer(start: raw.bindMemory(to: Float.self, capacity: count), count: count)
        values.initialize(repeating: 0)
        var state: UInt32 = 1
        for index in values.indices where random {
            state = state &* 1_664_525 &+ 1_013_904_223
            values[index] = Float(state >> 8) * 0x1p-24 - 0.5
        }
    }

    deinit { values.baseAddress?.deallocate() }
}
