import Engine
import EngineOneDNN
import Network
import Randomness
import TestSupport
import Testing

/// What programs of the fast engine are made of.
struct FastProgramTests {
    private static func description(
        _ layers: [any Layer], input: [Int] = [40, 40, 3], frozen: Set<Int> = [], _ profile: Semantics.Profile = .keras3,
        training: Bool = true
    ) throws -> ProgramDescription {
        let example = EngineCase("", input: input, layers, frozen: frozen, semantics: profile)
        let session = try #require(
            try FastEngine(threads: 2).makeSession(
                network: example.network(), semantics: example.semantics, key: RandomKey(seed: 1)) as? any DescribingSession)
        try session.compile(example.compilation)
        return try session.programDescription(count: 4, training: training)
    }

    private static func conv(_ filters: Int, _ padding: Conv2D.Padding = .valid, size: Int = 3) -> Conv2D {
        Conv2D(filters: filters, kernelSize: [size, size], padding: padding)
    }

    private static let end: [any Layer] = [Flatten(), Dense(units: 2, activation: .sigmoid)]

    @Test(arguments: [true, false]) func theNotebookRunsByOurKernels(training: Bool) throws {
        let session = try NotebookNetwork.session(NotebookNetwork.definition(), threads: 2, isFast: true)
        let program = try session.programDescription(count: 16, training: training)
        #expect(program.isTraining == training && program.count == 16)
        let stages = program.stages.filter { $0.layers.count > 1 }
        #expect(stages.map(\.layers.count) == [4, 4, 4, 4])
        #expect(stages[0].kernels.count == 1 && stages[0].kernels[0].hasPrefix("direct "))
        #expect(stages.dropFirst().allSatisfy { $0.kernels.count == 1 && $0.kernels[0].hasPrefix("winograd F(") })
        #expect(program.operations.allSatisfy { !$0.isReorder && !$0.implementation.contains("ref") })
        // Inputs are read where they are; normalizations are folded, or applied on load but for the last.
        #expect(!program.operations.contains { $0.name == "input" })
        #expect(program.operations.count { $0.name == "batch normalization forward" } == (training ? 1 : 0))
        #expect(!program.operations.contains { $0.name == "batch normalization backward" })
        let flops = program.operations.reduce((0, 0)) { ($0.0 + $1.flops, $0.1 + $1.directFlops) }
        #expect(flops.0 * 3 < flops.1)
    }

    @Test func batchSizesShareTransformedWeights() throws {
        let session = try NotebookNetwork.session(NotebookNetwork.definition(size: 60), threads: 2, isFast: true)
        let all = try [1, 2, 16].map { try session.programDescription(count: $0, training: false).stages.map(\.kernels) }
        #expect(Set(all).count == 1)
    }

    @Test func everyOrderOfWhatFollows() throws {
        let layers: [any Layer] =
            [
                Self.conv(16), MaxPooling2D(), Activation(.relu), BatchNormalization(), Self.conv(16), BatchNormalization(),
                Activation(.relu), MaxPooling2D(),
            ] + Self.end
        let training = try Self.description(layers).stages.map(\.layers.count)
        #expect(training == [4, 3, 1, 1, 1])
        // A normalization between a convolution and its activation goes into the weights.
        let inference = try Self.description(layers, training: false)
        #expect(inference.stages.map(\.layers.count) == [4, 4, 1, 1])
        #expect(inference.stages[1].passes.contains("fold-normalization"))
        #expect(inference.stages[0].passes.contains("fuse-batch-normalization"))
    }

    /// A normalization and the max(x, 0) above it are one pass forward, or none.
    @Test func normalizationAndActivationAreOnePass() throws {
        let block: [any Layer] = [Self.conv(16, .same), BatchNormalization(), Activation(.relu)]
        let pooled: [any Layer] = [Self.conv(32, size: 5), BatchNormalization(), Activation(.relu), MaxPooling2D()]
        let program = try Self.description(block + block + pooled + Self.end)
        #expect(program.stages.map(\.layers.count) == [3, 3, 1, 2, 1, 1, 1])
        #expect([0, 1, 3].allSatisfy { program.stages[$0].passes.contains("fuse-normalized-activation") })
        // None where a convolution of ours reads them: it does both on load, and masks its own gradient.
        #expect(program.operations.count { $0.name == "batch normalization + relu forward" } == 2)
        #expect(!program.operations.contains { $0.name == "batch normalization forward" || $0.name == "activation forward" })
        // The pooling masks its own, smaller gradient.
        #expect(program.operations.filter { $0.name == "activation backward" }.map(\.layer) == ["layer_9", "layer_4"])
        let onednn = EngineCase("", input: [40, 40, 3], block + Self.end)
        let session = try OneDNNEngine(threads: 2).makeSession(
            network: onednn.network(), semantics: onednn.semantics, key: RandomKey(seed: 1))
        try session.compile(onednn.compilation)
        let plain = try #require(session as? any DescribingSession).programDescription(count: 4, training: true)
        #expect(plain.stages.map(\.layers.count) == [1, 1, 1, 1, 1])
    }

    /// Forward only, a frozen prefix keeps nothing for a backward pass: no places of pooled values, no weights for gradients.
    @Test func aFrozenPrefixKeepsNothing() throws {
        let layers: [any Layer] =
            [Self.conv(64), Activation(.relu), MaxPooling2D(), BatchNormalization(), Self.conv(64, .same)]
            + [Activation(.relu), MaxPooling2D(), BatchNormalization()] + Self.end
        for profile in [Semantics.Profile.keras224, .keras3] {
            let frozen = try Self.description(layers, frozen: Set(0...7), profile)
            let inference = try Self.description(layers, profile, training: false)
            let whole = try Self.description(layers, profile)
            // Beside inference there are statistics of batches, and the head's gradients.
            #expect(frozen.byteCount < inference.byteCount + 4 * 9 * 9 * 64 * 4 * 2)
            #expect(frozen.byteCount < whole.byteCount / 2)
            // Weights are transformed for one direction.
            func transformed(_ program: ProgramDescription) -> [Int] {
                program.operations.filter { $0.name == "weight transformation" }.map(\.byteCount)
            }
            #expect(transformed(frozen) == transformed(inference) && transformed(frozen).count == 1)
        }
    }

    /// Many weights over few pixels: their transformation would take longer than all that it saves.
    @Test(arguments: [(1, true), (4, true), (32, false)]) func fewPixelsAreNotTransformed(_ count: Int, _ isDirect: Bool) throws {
        guard try KernelTable.current().name != "portable" else { return }
        let layers: [any Layer] = [Self.conv(512, .same), Self.conv(512, .same)] + Self.end
        let example = EngineCase("", input: [4, 4, 3], layers)
        let session = try FastEngine(threads: 2).makeSession(
            network: example.network(), semantics: example.semantics, key: RandomKey(seed: 1))
        try session.compile(example.compilation)
        let describing = try #require(session as? any DescribingSession)
        let training = try describing.programDescription(count: count, training: true).stages[1]
        #expect(training.kernels.contains { $0.hasPrefix("winograd") } != isDirect)
        #expect(training.reason == (isDirect ? "few pixels for so many weights" : "3x3, unit stride"))
        // Inference computes samples in groups, whatever the batch: its choice does not depend on it.
        let inference = try describing.programDescription(count: count, training: false).stages[1]
        #expect(inference.kernels.contains { $0.hasPrefix("winograd") })
    }

    /// Fixed statistics go into the weights of every convolution, whoever computes it.
    @Test func inferenceFoldsIntoAllConvolutions() throws {
        let block: [any Layer] = [BatchNormalization(), Activation(.relu)]
        let layers: [any Layer] =
            [Self.conv(16)] + block + [Self.conv(16, size: 5)] + block + [Self.conv(32, size: 1)] + block + Self.end
        let inference = try Self.description(layers, training: false)
        #expect(inference.stages.map(\.layers.count) == [3, 3, 3, 1, 1])
        #expect(!inference.operations.contains { $0.name == "batch normalization forward" })
    }

    @Test func poolingThatLeavesSomethingOverIsNotFused() throws {
        let same = MaxPooling2D(padding: .same)
        #expect(try Self.description([Self.conv(16, .same), same] + Self.end).stages[0].layers.count == 2)
        #expect(try Self.description([Self.conv(16, .same), same] + Self.end, input: [39, 40, 3]).stages[0].layers.count == 1)
        let wide = MaxPooling2D(poolSize: [3, 3])
        #expect(try Self.description([Self.conv(16, .same), wide] + Self.end).stages[0].layers.count == 1)
    }

    @Test func whatOurKernelsDoNotComputeSaysWhy() throws {
        let strided = Conv2D(filters: 16, kernelSize: [3, 3], strides: [2, 1])
        let stages = try Self.description(
            [Self.conv(16), Self.conv(16, size: 5), strided, Self.conv(16, size: 1)] + Self.end
        ).stages
        #expect(stages.map(\.reason)[..<4] == ["samples of 3 channels", "a kernel of 5x5", "strides of 2x1", "1x1, unit stride"])
        #expect(stages[3].kernels.contains { $0.hasPrefix("pointwise ") })
        #expect(stages[1].kernels.allSatisfy { !$0.hasPrefix("winograd") })
    }

    @Test func aFrozenPrefixRunsForwardOnly() throws {
        let layers: [any Layer] =
            [
                Self.conv(16), Activation(.relu), MaxPooling2D(), BatchNormalization(), Self.conv(16, .same),
                BatchNormalization(),
                Activation(.relu),
            ] + Self.end
        for profile in [Semantics.Profile.keras224, .keras3] {
            let program = try Self.description(layers, frozen: Set(0...6), profile)
            #expect(program.stages.prefix(2).allSatisfy { $0.passes.first == "frozen-prefix" })
            #expect(!program.operations.contains { $0.name.contains("backward") && $0.layer.hasPrefix("layer_4") })
            // Keras 2.2.4 normalizes with the statistics of the batch even there; Keras 3 has nothing to compute.
            let statistics = program.operations.count { $0.name == "batch statistics" }
            #expect(statistics == (profile == .keras224 ? 2 : 0))
            #expect(program.stages[1].layers.count == 3)
        }
    }

    @Test func reordersAreCounted() throws {
        // Six channels are no block, and samples come with channels last.
        let program = try Self.description([Self.conv(16)] + Self.end, input: [20, 20, 6])
        let reorders = program.operations.filter(\.isReorder)
        #expect(reorders.map(\.layer) == ["layer_0"])
        #expect(reorders[0].source == "acdb" && reorders[0].byteCount > 4 * 4 * 20 * 20 * 6 * 2)
    }
}
