import Engine
import Randomness
import Testing

struct DropoutMaskTests {
    private func mask(_ count: Int, rate: Double, step: Int = 0, layer: Int = 0) -> [Float] {
        var mask = [Float](repeating: -1, count: count)
        mask.withUnsafeMutableBufferPointer {
            DropoutMask.fill($0, rate: rate, key: RandomKey(seed: 4), step: step, layer: layer)
        }
        return mask
    }

    /// Zeros in the share asked for (to four standard errors), and 1 / (1 - rate) elsewhere.
    @Test(arguments: [0.0, 0.1, 0.5, 0.9])
    func shareAndScale(_ rate: Double) {
        let values = mask(20_000, rate: rate)
        let dropped = Double(values.count { $0 == 0 }) / 20_000
        #expect(abs(dropped - rate) <= 4 * (rate * (1 - rate) / 20_000).squareRoot())
        #expect(values.allSatisfy { $0 == 0 || $0 == Float(1 / (1 - rate)) })
    }

    /// A pure function of step, layer and place: a shorter mask is the beginning of a longer one.
    @Test func purity() {
        #expect(mask(101, rate: 0.5) == Array(mask(400, rate: 0.5).prefix(101)))
        #expect(mask(100, rate: 0.5) != mask(100, rate: 0.5, step: 1))
        #expect(mask(100, rate: 0.5) != mask(100, rate: 0.5, layer: 1))
        #expect(mask(0, rate: 0.5).isEmpty)
    }
}
