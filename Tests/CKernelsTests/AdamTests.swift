import CKernels
import TestSupport
import Testing

/// Adam's step against Keras's formula, written out value by value.
@Suite("Adam in the tables of kernels")
struct AdamTests {
    private struct State {
        var values: [Float]
        var first: [Float]
        var second: [Float]
    }

    @Test("The same bytes as one value at a time, at any address", arguments: [1, 7, 8, 15, 16, 17, 64, 1003], [true, false])
    func bytes(count: Int, isAligned: Bool) {
        var generator = SeededGenerator(seed: UInt64(count))
        func draw(_ range: ClosedRange<Float>) -> [Float] {
            (0..<count).map { _ in Float.random(in: range, using: &generator) }
        }
        let (share1, share2, scale, epsilon) = (Float(0.1), Float(0.001), Float(3e-4), Float(1e-7))
        let gradients = (0..<3).map { _ in draw(-1...1) }
        let start = State(
            values: draw(-1...1), first: [Float](repeating: 0, count: count), second: [Float](repeating: 0, count: count))

        var expected = start
        for gradient in gradients {
            for index in 0..<count {
                let slope = gradient[index]
                expected.first[index] += (slope - expected.first[index]) * share1
                expected.second[index] += (slope * slope - expected.second[index]) * share2
                expected.values[index] -= scale * expected.first[index] / (expected.second[index].squareRoot() + epsilon)
            }
        }

        for table in KernelTables.here {
            let values = GuardedBuffer(start.values, isAligned: isAligned)
            let first = GuardedBuffer(start.first, isAligned: isAligned)
            let second = GuardedBuffer(start.second, isAligned: isAligned)
            for gradient in gradients {
                let slopes = GuardedBuffer(gradient, isAligned: isAligned)
                var step = assay_adam(
                    values: values.pointer, gradient: UnsafePointer(slopes.pointer), first: first.pointer,
                    second: second.pointer, share1: share1, share2: share2, scale: scale, epsilon: epsilon)
                // In two pieces, the later first.
                table.kernels.pointee.adam(&step, count / 3, count)
                table.kernels.pointee.adam(&step, 0, count / 3)
                #expect(slopes.isIntact)
            }
            #expect(values.isIntact && first.isIntact && second.isIntact, "\(table.name)")
            #expect(values.values == expected.values, "\(table.name)")
            #expect(first.values == expected.first && second.values == expected.second, "\(table.name)")
        }
    }
}
