import Engine
import EngineReference
import Network
import Randomness
import TestSupport
import Testing

/// Every gradient against the loss itself: (L(w + h) - L(w - h)) / 2h for some values of each parameter of every conformance case. Layers
/// without parameters, and gradients by inputs, are held by the layers below them.
struct FiniteDifferenceTests {
    @Test(arguments: EngineConformance.cases)
    func gradientIsTheSlopeOfTheLoss(_ example: EngineCase) throws {
        let network = try example.network()
        let session = try #require(
            try ReferenceEngine().makeSession(network: network, semantics: example.semantics, key: RandomKey(seed: 3))
                as? any GradientSession)
        let parameters = example.parameters(of: network)
        try session.setParameters(parameters)
        try session.compile(example.compilation)
        let batch = example.batch(0, count: example.batches.first ?? 1, of: network)
        let (loss, gradients) = try session.gradients(batch)
        let largest = gradients.flatMap(\.values).reduce(0) { max($0, abs($1)) }

        for (index, entry) in network.parameters.enumerated() where entry.parameter.role == .trainable {
            if example.compilation.frozen.contains(network.layers[entry.layer].name) {
                #expect(gradients[index].values.allSatisfy { $0 == 0 })
                continue
            }
            for draw in 0..<min(3, entry.parameter.count) {
                let place = RandomKey(seed: 5).with(index).below(entry.parameter.count, UInt64(draw))
                let slopes = try slopes(of: session, at: parameters, loss: loss, index, place, batch)
                let found = Double(gradients[index].values[place])
                let nearest = slopes.map { abs(found - $0) }.min() ?? .infinity
                #expect(nearest <= 1e-6 * Double(largest), "\(entry.name)[\(place)]: \(found), slopes \(slopes)")
            }
        }
    }

    /// The slope over both sides, and over each: where a value crosses the kink of relu on one side, the gradient is the other's slope.
    private func slopes(
        of session: any GradientSession, at parameters: [Tensor], loss: Double, _ index: Int, _ place: Int, _ batch: EngineBatch
    ) throws -> [Double] {
        var points = try [Float(-0x1p-20), 0x1p-20].map { step in
            var moved = parameters
            moved[index].values[place] += step
            try session.setParameters(moved)
            return (at: Double(moved[index].values[place]), loss: try session.gradients(batch).loss)
        }
        points.insert((at: Double(parameters[index].values[place]), loss: loss), at: 1)
        return [(0, 2), (0, 1), (1, 2)].map { (points[$1].loss - points[$0].loss) / (points[$1].at - points[$0].at) }
    }
}
