import Engine
import Network
import Randomness
import TestSupport
import Testing

@testable import EngineOneDNN

/// Programs of networks whose layers read several others.
struct GraphTests {
    private static let cases = EngineConformance.graphs

    /// The same bytes at any number of threads, of batches of any size, with some layers frozen; and where a session is put where another
    /// one was.
    @Test(arguments: cases, [true, false]) func bytesAreThoseOfOneThread(_ example: EngineCase, isFast: Bool) throws {
        let network = try example.network()
        func make(_ threads: Int) throws -> OneDNNSession {
            let session = try OneDNNSession(
                network: network, semantics: example.semantics, key: RandomKey(seed: 5), parallel: Parallel(threads: threads),
                kernels: isFast ? FastKernels(KernelTable.current()) : nil)
            try session.compile(example.compilation)
            return session
        }
        let ends = try [1, 2, 3].map { (threads: Int) -> ([Double], [Tensor]) in
            var session = try make(threads)
            var losses: [Double] = []
            for (number, count) in [5, 2, 3].enumerated() {
                if number == 2 {
                    session = try resumed(session, make(4 - threads))
                }
                losses.append(try session.trainStep(example.batch(number, count: count, of: network)).loss)
            }
            losses.append(try session.evaluate(example.batch(7, count: 5, of: network)).loss)
            return (losses, try session.parameters())
        }
        for end in ends.dropFirst() { #expect(end.0 == ends[0].0 && end.1 == ends[0].1) }
    }

    private func resumed(_ session: OneDNNSession, _ other: OneDNNSession) throws -> OneDNNSession {
        try other.setParameters(session.parameters())
        try other.setAverages(session.averages())
        try other.setOptimizerState(session.optimizerState())
        return other
    }

    private func describe(_ name: String, training: Bool, frozen: Set<Int>? = nil) throws -> ProgramDescription {
        var example = try #require(Self.cases.first { $0.name == name })
        if let frozen { example.frozen = frozen }
        let session = try FastEngine(threads: 1).makeSession(
            network: example.network(), semantics: example.semantics, key: RandomKey(seed: 1))
        try session.compile(example.compilation)
        return try #require(session as? any DescribingSession).programDescription(count: 4, training: training)
    }

    /// The normalizations at a block's end, the sum and max(x, 0) are one pass; so are the sum of the gradients that come back, the mask,
    /// and the sums that those normalizations need.
    @Test func aBlocksEndIsOnePass() throws {
        let program = try describe("bottleneck with a projection, then one without", training: true)
        let ends = program.operations.filter { $0.name == "batch normalization + sum + relu forward" }
        #expect(ends.map(\.layer) == ["layer_13", "layer_23"])
        #expect(!program.operations.contains { $0.name == "batch normalization forward" || $0.name == "activation forward" })
        #expect(
            program.operations.filter { $0.name == "sum of gradients + relu backward" }.map(\.layer) == ["layer_13", "layer_1"])
        #expect(!program.operations.contains { $0.name == "copy of a gradient" || $0.isReorder })
    }

    /// Below the lowest trained layer nothing but the forward pass of inference: normalizations are folded, sums are all that is left.
    @Test func frozenBlocksAreInference() throws {
        let frozen = try describe("bottleneck with a projection, then one without", training: true, frozen: Set(0...25))
        let inference = try describe("bottleneck with a projection, then one without", training: false)
        func forward(_ program: ProgramDescription) -> [String] {
            program.operations.filter { $0.layer != "layer_26" }.map(\.name).filter { $0 != "output" && $0 != "loss" }
        }
        #expect(forward(frozen) == forward(inference))
        #expect(!frozen.operations.contains { $0.name.contains("normalization") && !$0.name.contains("folded") })
        #expect(frozen.stages.count { $0.passes.contains("fold-normalization") } == 8)
        #expect(try frozen.byteCount * 2 < describe("bottleneck with a projection, then one without", training: true).byteCount)
    }

    /// Nothing of a frozen branch is differentiated, beside one that is trained.
    @Test func frozenBranchesHaveNoBackwardPass() throws {
        let program = try describe("a frozen branch beside a trained one", training: true)
        let loss = try #require(program.operations.firstIndex { $0.name == "loss" })
        let below = Set(program.operations[loss...].map(\.layer))
        #expect(below.isDisjoint(with: ["layer_3", "layer_4", "layer_5"]))
        #expect(below.isSuperset(of: ["layer_0", "layer_1", "layer_6", "layer_7", "layer_9"]))
    }
}
