import Engine
import EngineOneDNN
import EngineReference
import Network
import Randomness
import TestSupport
import Testing

/// Networks of which oneDNN has no blocked kernels for every layer.
struct FallbackTests {
    static let cases = [
        EngineCase(
            "three channels in the middle", input: [12, 13, 3],
            [
                Conv2D(filters: 3, kernelSize: [3, 3], activation: .relu), BatchNormalization(),
                Conv2D(filters: 16, kernelSize: [3, 3]),
                Activation(.relu), MaxPooling2D(), Conv2D(filters: 1, kernelSize: [1, 1]),
                Conv2D(filters: 2, kernelSize: [2, 2]),
                Flatten(), Dense(units: 2, activation: .sigmoid),
            ]),
        EngineCase(
            "dropout on a flattened image", input: [8, 8, 3],
            [
                Conv2D(filters: 20, kernelSize: [3, 3]), Flatten(), Dropout(rate: 0.25), Activation(.relu),
                Dense(units: 2, activation: .softmax),
            ], loss: CategoricalCrossentropy()),
        EngineCase(
            "an image as output", input: [4, 4, 1],
            [Conv2D(filters: 2, kernelSize: [4, 4], activation: .relu), BatchNormalization(), Flatten(), Activation(.sigmoid)],
            batches: [5, 3]),
    ]

    @Test(arguments: cases)
    func agreesWithTheReference(_ example: EngineCase) throws {
        let differences = try EngineConformance.differences(of: OneDNNEngine(threads: 2), from: ReferenceEngine(), on: example)
        #expect(differences.isEmpty, "\(differences)")
    }

    @Test(arguments: cases)
    func hasNoReferenceImplementation(_ example: EngineCase) throws {
        let network = try example.network()
        let engine = OneDNNEngine(threads: 2)
        let session = try #require(
            try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 1)) as? OneDNNSession)
        try session.compile(example.compilation)
        for training in [true, false] {
            let names = try session.programDescription(count: 4, training: training).operations.map(\.implementation)
            #expect(names.allSatisfy { !$0.contains("ref") }, "\(names)")
        }
    }

    /// Without `compile` there is no loss, but there are outputs, of any shape.
    @Test func predictsImages() throws {
        let example = EngineCase(
            "", input: [7, 6, 3], [Conv2D(filters: 5, kernelSize: [3, 2], activation: .tanh), MaxPooling2D()])
        let network = try example.network()
        let outputs = try [OneDNNEngine(threads: 2) as any Engine, ReferenceEngine()].map { engine in
            try engine.makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 1))
                .predict(example.batch(0, count: 3, of: network))
        }
        let difference = EngineConformance.difference(
            "outputs", outputs[0].map { Double($0) }, outputs[1].map { Double($0) }, tolerance: 1e-5)
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test func errorsAreValues() throws {
        let network = try NotebookNetwork.definition(size: 30, filters: [8, 8])
        let session = try OneDNNEngine(threads: 1).makeSession(
            network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 1))
        #expect(throws: EngineError.notCompiled) { try session.evaluate(NotebookNetwork.batch(network, count: 1)) }
        #expect(throws: EngineError.self) {
            try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam(), frozen: ["nobody"]))
        }
    }
}
