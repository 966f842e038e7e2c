import Diagnostics
import Foundation
import Network
import TestSupport
import Testing
import Weights

struct SafeTensorsTests {
    private struct Expected: Decodable {
        var shape: [Int]
        var bits: [UInt32]
    }

    private func read(_ fixture: String) throws -> WeightsFile {
        try SafeTensors.read([UInt8](Data(contentsOf: Fixtures.url("weights/\(fixture)"))), file: fixture)
    }

    /// Files of the Python package: every type, an empty tensor, a scalar, escapes in names and metadata; equal to the bit.
    @Test func readsFilesOfThePythonPackage() throws {
        let contents = try read("types.safetensors")
        let expected = try JSONDecoder().decode(
            [String: Expected].self, from: Data(contentsOf: Fixtures.url("weights/types.json")))
        #expect(contents.metadata == ["made by": "safetensors\n\t\u{2713}"])
        #expect(Set(contents.tensors.map(\.name)) == Set(expected.keys))
        for entry in contents.tensors {
            let wanted = try #require(expected[entry.name])
            #expect(entry.tensor.shape == wanted.shape)
            #expect(entry.tensor.values.map(\.bitPattern) == wanted.bits, "\(entry.name)")
        }
    }

    @Test func readsBrainFloats() throws {
        let tensor = try #require(try read("bfloat16.safetensors").tensors.first)
        #expect(tensor.tensor == Tensor(shape: [4], values: [1, -0.5, 3.140625, 0x1p100]))
    }

    /// What is written is read back, to the bit, in its order; NaN payloads and negative zeros too.
    @Test func roundTrip() throws {
        let odd: [Float] = [.nan, -0.0, .infinity, .leastNonzeroMagnitude, 1 / 3]
        let tensors = [
            ("b/\"name\"\\\n\u{1}é✓", try #require(Tensor(shape: [5, 1], values: odd))),
            ("a", Tensor(shape: [0, 4], repeating: 0)),
            ("scalar", Tensor(shape: [], repeating: 2)),
        ]
        let bytes = SafeTensors.write(tensors, metadata: ["k\"": "v\u{1f}", "a": ""])
        let contents = try SafeTensors.read(bytes, file: "memory")
        #expect(contents.tensors.map(\.name) == tensors.map(\.0))
        #expect(contents.tensors.map(\.tensor.shape) == tensors.map(\.1.shape))
        #expect(contents.tensors.map { $0.tensor.values.map(\.bitPattern) } == tensors.map { $0.1.values.map(\.bitPattern) })
        #expect(contents.metadata == ["k\"": "v\u{1f}", "a": ""])
        #expect(bytes[0] % 8 == 0)
        #expect(bytes == SafeTensors.write(tensors, metadata: ["a": "", "k\"": "v\u{1f}"]))
    }

    @Test func emptyFile() throws {
        let bytes = SafeTensors.write([])
        #expect(bytes == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
        #expect(try SafeTensors.read(bytes, file: "memory").tensors.isEmpty)
    }
}
