import Engine
import EngineOneDNN
import Foundation
import Network
import Randomness
import Testing

/// What programs are made of.
struct ProgramTests {
    @Test(arguments: [16, 1])
    func notebookHasNoReferenceImplementationAndNoReorderOfActivations(_ count: Int) throws {
        let session = try NotebookNetwork.session(NotebookNetwork.definition(), threads: 2)
        for training in [true, false] {
            let program = try session.programDescription(count: count, training: training)
            for operation in program.operations {
                #expect(!operation.implementation.contains("ref"), "\(operation)")
                let isAllowed = ["reorder of samples", "reorder of weights", "reorder of a weight gradient"].contains(
                    operation.name)
                #expect(!operation.name.contains("reorder") || isAllowed, "\(operation)")
            }
            #expect(program.operations.count { $0.name == "convolution forward" } == 4)
        }
    }

    @Test func nothingRunsBackwardBelowTheLowestTrainableLayer() throws {
        let network = try NotebookNetwork.definition()
        let frozen = Set(network.layers.dropLast(5).map(\.name))
        let session = try NotebookNetwork.session(network, threads: 2, frozen: frozen)
        let backward = try session.programDescription(count: 4, training: true).operations.filter { $0.name.contains("backward") }
        #expect(backward.allSatisfy { !frozen.contains($0.layer) })
        #expect(backward.count { $0.name == "inner product backward weights" } == 3)
        #expect(backward.count { $0.name == "inner product backward data" } == 2)
    }

    @Test func theFirstLayerHasNoGradientOfItsInput() throws {
        let session = try NotebookNetwork.session(NotebookNetwork.definition(), threads: 2)
        let operations = try session.programDescription(count: 2, training: true).operations
        #expect(operations.count { $0.name == "convolution backward data" } == 3)
        #expect(operations.count { $0.name == "convolution backward weights" } == 4)
        // Masks of rectifiers are applied by batch normalization, at a quarter of the size.
        #expect(!operations.contains { $0.name == "activation backward" && $0.layer != "layer_17" && $0.layer != "layer_19" })
    }

    /// Kernels count in 32 bits: a batch for which that is not enough is refused before anything is computed from its size.
    @Test(arguments: [0, -1, 1 << 20, 1 << 40, .max])
    func refusesBatchesOfNoUsableSize(_ count: Int) throws {
        let network = try NotebookNetwork.definition(size: 94, filters: [16, 16])
        for engine in [OneDNNEngine(threads: 2) as any Engine, FastEngine(threads: 2)] {
            let session = try engine.makeSession(network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 1))
            let describing = try #require(session as? OneDNNSession)
            let error = #expect(throws: EngineError.self) {
                try describing.programDescription(count: count, training: false)
            }
            guard case .mismatch = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func inferenceSharesMemory() throws {
        let session = try NotebookNetwork.session(NotebookNetwork.definition(), threads: 2)
        let inference = try session.programDescription(count: 4, training: false).byteCount
        let training = try session.programDescription(count: 4, training: true).byteCount
        // The largest two neighbours: 148x148x64 and 74x74x64.
        #expect(inference < 4 * 4 * (150 * 150 * 16 + 148 * 148 * 64 + 74 * 74 * 64) + 1 << 20)
        #expect(training > inference)
    }
}
