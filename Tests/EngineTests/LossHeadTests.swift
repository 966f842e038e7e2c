import Engine
import Foundation
import Network
import TestSupport
import Testing

struct LossHeadTests {
    private func head(
        _ loss: any Loss, _ activation: ActivationFunction, width: Int, _ profile: Semantics.Profile
    ) throws -> LossHead {
        let layers = [("flatten", Flatten()), ("last", Activation(activation))] as [(String, any Layer)]
        let network = try NetworkDefinition(
            input: Shape([1, 1, width]), layers: layers.map { ($0.0, try #require(OneOf<LayerFamily>($0.1))) })
        return try LossHead(loss, network: network, semantics: Semantics(profile))
    }

    /// The golden vector of Keras: labels [[1, 0], [0, 1]], probabilities [[.9, .2], [.6, .7]].
    @Test(arguments: [Semantics.Profile.keras224, .keras3])
    func binaryCrossentropyOfProbabilities(_ profile: Semantics.Profile) throws {
        let head = try self.head(BinaryCrossentropy(), .linear, width: 2, profile)
        #expect(!head.takesLogits)
        #expect(abs(try head.compute([0.9, 0.2], targets: [1, 0], weights: nil).loss - 0.1642520) < 1e-7)
        #expect(abs(try head.compute([0.6, 0.7], targets: [0, 1], weights: nil).loss - 0.6364828) < 1e-7)
    }

    private struct Row: Decodable {
        var loss: String
        var activation: ActivationFunction
        var width: Int
        var values: [Double]
        var targets: [Float]
        var weights: [Float]?
        var expectedLoss: Double
        var gradient: [Double]
    }
    private struct File: Decodable { var losses: [Row] }

    /// Losses of 2.2.4 from logits far beyond the clip and within it, and from outputs; weights with a zero among them.
    @Test func lossesOf224() throws {
        let rows = try JSONDecoder().decode(File.self, from: Data(contentsOf: Fixtures.url("engine/keras224.json"))).losses
        #expect(rows.count == 8)
        for row in rows {
            let loss: any Loss = row.loss == "BinaryCrossentropy" ? BinaryCrossentropy() : CategoricalCrossentropy()
            let head = try self.head(loss, row.activation, width: row.width, .keras224)
            let (found, gradient) = try head.compute(row.values, targets: row.targets, weights: row.weights)
            #expect(abs(found - row.expectedLoss) <= 1e-8 * row.expectedLoss, "\(row.loss) \(row.activation)")
            // Keras goes through a probability near 1, where float64 has lost half of the logit's digits; hence not 1e-12.
            let difference = EngineConformance.difference(
                "\(row.loss) \(row.activation)", gradient, row.gradient, tolerance: 1e-8)
            #expect(difference == nil)
        }
    }

    /// What each era's own Keras computes in float32, from logits and from outputs; see `Tests/Fixtures/eras/make_rules.py`.
    @Test(arguments: Semantics.Profile.allCases)
    func lossesOfTheEras(_ profile: Semantics.Profile) throws {
        let data = try Data(contentsOf: Fixtures.url("eras/rules_\(profile.rawValue).json"))
        let rows = try JSONDecoder().decode(File.self, from: data).losses
        #expect(rows.count == 8)
        for row in rows {
            let loss: any Loss = row.loss == "BinaryCrossentropy" ? BinaryCrossentropy() : CategoricalCrossentropy()
            let head = try self.head(loss, row.activation, width: row.width, profile)
            let (found, gradient) = try head.compute(row.values, targets: row.targets, weights: row.weights)
            #expect(abs(found - row.expectedLoss) <= 1e-5 * row.expectedLoss, "\(row.loss) \(row.activation)")
            // By the values themselves: the activation's own derivative is Keras's business where the head takes outputs.
            let difference = EngineConformance.difference(
                "\(row.loss) \(row.activation)", gradient, row.gradient, tolerance: 2e-5)
            #expect(difference == nil)
        }
    }

    private struct Case: Decodable {
        var loss: OneOf<LossFamily>
        var activation: ActivationFunction
        var width: Int
        var values: [Double]
        var targets: [Float]
        var weights: [Double]
        var expectedLoss: Double
        var gradient: [Double]
    }

    /// Every loss with its arguments, from logits and from outputs, some of them 0 or 1; see `Tests/Fixtures/engine/make_training.py`.
    @Test func lossesAreThoseOfKeras() throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let rows = try decoder.decode([Case].self, from: Data(contentsOf: Fixtures.url("engine/losses.json")))
        #expect(Set(rows.map(\.loss.name)) == Set(LossFamily.members.map { $0.kind }))
        for row in rows {
            let head = try self.head(row.loss.value, row.activation, width: row.width, .keras3)
            var values = row.values
            // What the head takes of these, it differentiates by.
            let takesOutputs = row.activation != .linear && !head.takesLogits
            if takesOutputs { values = outputs(row.activation, of: values, width: row.width) }
            var (found, gradient) = try head.compute(
                values, targets: row.targets, weights: row.weights.map { Float($0) })
            if takesOutputs { gradient = slopes(row.activation, values, gradient, width: row.width) }
            #expect(abs(found - row.expectedLoss) <= 1e-6 * abs(row.expectedLoss), "\(row.loss.kind) \(row.activation)")
            let difference = EngineConformance.difference(
                "\(row.loss.kind) \(row.activation)", gradient, row.gradient, tolerance: 2e-6)
            #expect(difference == nil)
        }
    }

    private func outputs(_ activation: ActivationFunction, of values: [Double], width: Int) -> [Double] {
        guard activation == .softmax else { return values.map { 1 / (1 + exp(-$0)) } }
        return stride(from: 0, to: values.count, by: width).flatMap { first in
            let row = values[first..<first + width].map { exp($0) }
            return row.map { $0 / row.reduce(0, +) }
        }
    }

    /// Through the activation, from its outputs.
    private func slopes(_ activation: ActivationFunction, _ outputs: [Double], _ slopes: [Double], width: Int) -> [Double] {
        guard activation == .softmax else { return zip(outputs, slopes).map { $0 * (1 - $0) * $1 } }
        return stride(from: 0, to: outputs.count, by: width).flatMap { first in
            let (row, by) = (outputs[first..<first + width], slopes[first..<first + width])
            let common = zip(row, by).reduce(0) { $0 + $1.0 * $1.1 }
            return zip(row, by).map { $0 * ($1 - common) }
        }
    }

    /// A class number that is none.
    @Test func classNumbersAreChecked() throws {
        let head = try self.head(SparseCategoricalCrossentropy(), .softmax, width: 3, .keras3)
        #expect(head.targetWidth == 1)
        for label in [-1, 3, 0.5, .nan] as [Float] {
            #expect(throws: EngineError.self) { try head.compute([0, 0, 0], targets: [label], weights: nil) }
        }
        #expect(abs(try head.compute([0, 0, 0], targets: [2], weights: nil).loss - log(3)) < 1e-12)
    }

    /// Each switch alone, on a loss that shows it.
    @Test func switchesAreTurnedAlone() throws {
        func loss(
            _ values: [Double], _ targets: [Float], _ weights: [Float]? = nil, _ activation: ActivationFunction = .sigmoid,
            turn: (inout Semantics) -> Void
        ) throws -> Double {
            var semantics = Semantics(.keras3)
            turn(&semantics)
            let network = try NetworkDefinition(
                input: Shape([1, 1, 2]),
                layers: [("flatten", Flatten()), ("last", Activation(activation))].map { (name: String, layer: any Layer) in
                    (name, try #require(OneOf<LayerFamily>(layer)))
                })
            let head = try LossHead(BinaryCrossentropy(), network: network, semantics: semantics)
            return try head.compute(values, targets: targets, weights: weights).loss
        }
        #expect(abs(try loss([50, -50], [0, 1]) { $0.crossentropyClipping = .none } - 50) < 1e-9)
        #expect(abs(try loss([50, -50], [0, 1]) { $0.crossentropyClipping = .probabilities } - 16.0302) < 1e-3)
        // ln(0.5) and, of a certainty that was wrong, ln(1e-7) or ln(2e-7).
        let (certain, half) = (-log(1e-7), log(2.0))
        let plain = try loss([0, 0.5], [1, 1], nil, .linear) { $0.crossentropyEpsilon = .none }
        let added = try loss([0, 0.5], [1, 1], nil, .linear) { $0.crossentropyEpsilon = .added }
        #expect(abs(plain - (certain + half) / 2) < 1e-6)
        #expect(abs(added - (certain - log(2) + half) / 2) < 1e-6)
        let rows: ([Double], [Float], [Float]) = ([0, 0, 0, 0], [1, 1, 1, 1], [0, 1])
        #expect(abs(try loss(rows.0, rows.1, rows.2) { $0.weightedMean = .all } - half / 2) < 1e-12)
        #expect(abs(try loss(rows.0, rows.1, rows.2) { $0.weightedMean = .weighted } - half) < 1e-12)
    }

    /// Keras 2.2.4 cannot lose more than 16.03 on a pair, and learns nothing there; Keras 3 does both.
    @Test func clippingStopsTheGradient() throws {
        let (old, new) = (
            try head(BinaryCrossentropy(), .sigmoid, width: 2, .keras224),
            try head(BinaryCrossentropy(), .sigmoid, width: 2, .keras3)
        )
        let clipped = try old.compute([50, -50], targets: [0, 1], weights: nil)
        #expect(abs(clipped.loss - 16.0302) < 1e-3)
        #expect(clipped.gradient == [0, 0])
        let open = try new.compute([50, -50], targets: [0, 1], weights: nil)
        #expect(abs(open.loss - 50) < 1e-12)
        #expect(open.gradient == [0.5, -0.5])
    }

    /// The divisor of a weighted mean: samples with a weight in 2.2.4, all samples in 3.
    @Test func weightedMeans() throws {
        let (values, targets, weights) = ([2.0, 2.0, -1.0], [1, 0, 1] as [Float], [0, 3, 1] as [Float])
        let sum = 3 * log1p(exp(2.0)) + log1p(exp(1.0))
        let old = try head(BinaryCrossentropy(), .sigmoid, width: 1, .keras224).compute(
            values, targets: targets, weights: weights)
        let new = try head(BinaryCrossentropy(), .sigmoid, width: 1, .keras3).compute(values, targets: targets, weights: weights)
        #expect(abs(old.loss - sum / 2) < 1e-12)
        #expect(abs(new.loss - sum / 3) < 1e-12)
        #expect(abs(new.gradient[1] - 1 / (1 + exp(-2.0))) < 1e-12)
        #expect(new.gradient[0] == 0)
    }

    @Test(arguments: Semantics.Profile.allCases)
    func notANumberIsReturned(_ profile: Semantics.Profile) throws {
        for (loss, activation) in [
            (BinaryCrossentropy(), .sigmoid), (CategoricalCrossentropy(), .softmax), (BinaryCrossentropy(), .relu),
        ]
            as [(any Loss, ActivationFunction)]
        {
            let head = try self.head(loss, activation, width: 2, profile)
            #expect(try head.compute([.nan, 1], targets: [1, 0], weights: nil).loss.isNaN)
        }
    }

    @Test func refusals() throws {
        #expect(throws: EngineError.self) { try self.head(CategoricalCrossentropy(), .softmax, width: 1, .keras3) }
        let image = try NetworkDefinition(input: Shape([2, 2, 2]), layers: [NetworkDefinition.Entry]())
        #expect(throws: EngineError.self) { try LossHead(BinaryCrossentropy(), network: image, semantics: Semantics(.keras3)) }
        let head = try self.head(BinaryCrossentropy(), .sigmoid, width: 2, .keras3)
        #expect(throws: EngineError.self) { try head.compute([], targets: [], weights: nil) }
        #expect(throws: EngineError.self) { try head.compute([1, 2, 3], targets: [1, 0, 0], weights: nil) }
        #expect(throws: EngineError.self) { try head.compute([1, 2], targets: [1], weights: nil) }
        #expect(throws: EngineError.self) { try head.compute([1, 2], targets: [1, 0], weights: [1, 1]) }
    }
}
