import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite struct NPYWriterTests {
    /// The fixtures are what `numpy.save` writes; equality is of bytes.
    @Test func writesTheBytesOfNumPy() throws {
        let values = (0..<24).map { Float($0) / 8 - 1 }
        #expect(try NPYWriter.data(values, shape: [2, 3, 4]) == Data(contentsOf: Fixtures.url("datasets/float32.npy")))
        #expect(try NPYWriter.data([3, -1, 1 << 40], shape: [3]) == Data(contentsOf: Fixtures.url("datasets/int64.npy")))
    }
}
