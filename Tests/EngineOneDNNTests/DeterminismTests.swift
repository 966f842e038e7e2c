import Engine
import EngineOneDNN
import Network
import Randomness
import TestSupport
import Testing

/// The same bytes at any number of threads.
struct DeterminismTests {
    @Test(arguments: [true, false]) func trainingDoesNotDependOnTheNumberOfThreads(isFast: Bool) throws {
        let network = try NotebookNetwork.definition(size: 46, filters: [16, 24, 17, 32])
        try expectEqual(network, counts: [5, 16, 16], isFast: isFast)
    }

    @Test(arguments: [true, false]) func wideLayersDoNotDependOnTheNumberOfThreads(isFast: Bool) throws {
        let network = try NotebookNetwork.definition(size: 62, filters: [64, 128, 64, 64])
        try expectEqual(network, counts: [16], isFast: isFast)
    }

    /// With weights, a batch smaller than the others, and some layers frozen.
    @Test(arguments: FastConformanceTests.tables, [Semantics.Profile.keras224, .keras3])
    func fastTrainingDoesNotDependOnTheNumberOfThreads(_ table: KernelTable, _ profile: Semantics.Profile) throws {
        let network = try NotebookNetwork.definition(size: 46, filters: [16, 24, 17, 32])
        let ends = try [1, 2, 3, 5].map { threads in
            let session = try FastEngine(threads: threads, table: table).makeSession(
                network: network, semantics: Semantics(profile), key: RandomKey(seed: 5))
            var losses: [Double] = []
            for frozen in [Set<String>(), ["layer_0", "layer_3", "layer_4"]] {
                try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam(), frozen: frozen))
                for count in [5, 16, 1, 3] {
                    var batch = NotebookNetwork.batch(network, count: count, seed: UInt64(count))
                    batch.weights = (0..<count).map { Float($0 % 3) }
                    losses.append(try session.trainStep(batch).loss)
                    losses.append(try session.evaluate(batch).loss)
                }
            }
            return (losses: losses, parameters: try session.parameters())
        }
        for end in ends.dropFirst() { #expect(end.losses == ends[0].losses && end.parameters == ends[0].parameters) }
    }

    /// The parts of backbones, by every table.
    @Test(arguments: FastConformanceTests.tables, [true, false])
    func backbonesDoNotDependOnTheNumberOfThreads(_ table: KernelTable, isResidual: Bool) throws {
        let layers = isResidual ? EngineConformance.bottlenecks : EngineConformance.invertedResiduals
        let reads = isResidual ? EngineConformance.bottleneckReads : EngineConformance.invertedResidualReads
        let network = try EngineCase(
            "backbone", input: [49, 45, 3], layers + [Flatten(), Dense(units: 2, activation: .sigmoid)], reads: reads
        ).network()
        let ends = try [1, 2, 3, 5].map { threads in
            let session = try FastEngine(threads: threads, table: table).makeSession(
                network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 5))
            try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam()))
            let losses = try [9, 3].map { count in
                try session.trainStep(NotebookNetwork.batch(network, count: count, seed: UInt64(count))).loss
            }
            return (losses: losses, parameters: try session.parameters())
        }
        for end in ends.dropFirst() { #expect(end.losses == ends[0].losses && end.parameters == ends[0].parameters) }
    }

    /// What a sample gives is the same in a batch of any size.
    @Test func predictionsDoNotDependOnTheBatch() throws {
        let network = try NotebookNetwork.definition(size: 62, filters: [16, 24, 17])
        let session = try NotebookNetwork.session(network, threads: 2, isFast: true)
        let batch = NotebookNetwork.batch(network, count: 7)
        let (width, size) = (network.output.count, network.input.count)
        let together = try session.predict(batch)
        for range in [0..<1, 1..<3, 3..<7] {
            let part = EngineBatch(
                count: range.count, inputs: Array(batch.inputs[range.lowerBound * size..<range.upperBound * size]), targets: [])
            #expect(try session.predict(part) == Array(together[range.lowerBound * width..<range.upperBound * width]))
        }
    }

    /// Inference groups samples as it likes: batches of any size, one by one or together, give the same bytes.
    @Test(arguments: FastConformanceTests.tables)
    func inferenceDoesNotDependOnBatches(_ table: KernelTable) throws {
        let layers: [any Layer] = [
            Conv2D(filters: 17, kernelSize: [3, 3], activation: .relu), MaxPooling2D(), BatchNormalization(),
            Conv2D(filters: 32, kernelSize: [3, 3], padding: .same), BatchNormalization(), Activation(.relu), MaxPooling2D(),
            Conv2D(filters: 24, kernelSize: [1, 1], activation: .tanh), Conv2D(filters: 8, kernelSize: [5, 5], padding: .same),
            Flatten(), Dense(units: 130, activation: .relu), Dense(units: 2, activation: .sigmoid),
        ]
        let example = EngineCase("groups", input: [30, 26, 3], layers)
        let network = try example.network()
        var ends: [[Double]] = []
        for threads in 1...3 {
            let session = try FastEngine(threads: threads, table: table).makeSession(
                network: network, semantics: example.semantics, key: RandomKey(seed: 5))
            try session.compile(example.compilation)
            #expect(session.inferenceCount == 32)
            let batches = [1, 7, 33, 1, 2, 70, 5].enumerated().map { example.batch($0, count: $1, of: network) }
            let together = try session.evaluate(batches)
            for (batch, result) in zip(batches, together) {
                let alone = try session.evaluate(batch)
                #expect(alone.outputs == result.outputs && alone.loss == result.loss)
                #expect(try session.predict(batch) == result.outputs)
                let size = network.input.count
                for sample in [0, batch.count - 1] {
                    let single = EngineBatch(
                        count: 1, inputs: Array(batch.inputs[sample * size..<(sample + 1) * size]), targets: [])
                    #expect(try session.predict(single) == Array(result.outputs[sample * 2..<sample * 2 + 2]))
                }
            }
            ends.append(together.map(\.loss))
        }
        #expect(Set(ends).count == 1)
    }

    private func expectEqual(_ network: NetworkDefinition, counts: [Int], isFast: Bool) throws {
        var parameters: [[Tensor]] = []
        var losses: [[Double]] = []
        for threads in 1...3 {
            let session = try NotebookNetwork.session(network, threads: threads, isFast: isFast)
            losses.append(
                try counts.enumerated().map { index, count in
                    try session.trainStep(NotebookNetwork.batch(network, count: count, seed: UInt64(index))).loss
                })
            parameters.append(try session.parameters())
        }
        for threads in 1...2 {
            #expect(losses[0] == losses[threads])
            let different = zip(network.parameters, zip(parameters[0], parameters[threads])).filter { $1.0 != $1.1 }
            let names = different.map(\.0.name)
            #expect(names.isEmpty, "at \(threads + 1) threads: \(names)")
        }
    }
}
