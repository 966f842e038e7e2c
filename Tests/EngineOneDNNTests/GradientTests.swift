import Engine
import EngineOneDNN
import Network
import Testing

/// Gradients against the loss itself: along the gradient's own direction, the loss must rise by its squared length.
struct GradientTests {
    @Test(arguments: [Semantics.Profile.keras224, .keras3], [Set<Int>(), [3], [0, 1, 2, 3, 4]])
    func lossRisesAlongTheGradient(_ profile: Semantics.Profile, frozen: Set<Int>) throws {
        for isFast in [true, false] { try expectSlopes(profile, frozen: frozen, isFast: isFast) }
    }

    private func expectSlopes(_ profile: Semantics.Profile, frozen: Set<Int>, isFast: Bool) throws {
        let network = try NotebookNetwork.definition(size: 30, filters: [8, 17])
        let names = Set(frozen.map { network.layers[$0].name })
        let session = try NotebookNetwork.session(
            network, threads: 2, frozen: names, semantics: Semantics(profile), isFast: isFast)
        let batch = NotebookNetwork.batch(network, count: 5)
        let start = try session.parameters()
        let gradients = try session.gradients(batch).gradients
        for layer in network.layers.indices where !frozen.contains(layer) && !network.layers[layer].parameters.isEmpty {
            // One layer at a time, so that no large gradient hides a wrong small one.
            let own = network.parameters.map { $0.layer == layer && $0.parameter.role == .trainable }
            let square = zip(own, gradients).reduce(0.0) { sum, entry in
                entry.0 ? entry.1.values.reduce(sum) { $0 + Double($1) * Double($1) } : sum
            }
            // Steps of a length that floats can tell and that few rectifiers notice.
            let length = 2e-3 / square.squareRoot()
            func loss(_ distance: Double) throws -> Double {
                let moved = zip(own, zip(start, gradients)).map { isOwn, pair in
                    guard isOwn else { return pair.0 }
                    var tensor = pair.0
                    for index in tensor.values.indices { tensor.values[index] += Float(distance) * pair.1.values[index] }
                    return tensor
                }
                try session.setParameters(moved)
                return try session.gradients(batch).loss
            }
            let slope = (try loss(length) - loss(-length)) / (2 * length)
            #expect(abs(slope - square) < 0.02 * square, "layer \(layer): \(slope) instead of \(square)")
        }
        for (entry, gradient) in zip(network.parameters, gradients) where frozen.contains(entry.layer) {
            #expect(gradient.values.allSatisfy { $0 == 0 }, "\(entry.name) is frozen")
        }
    }
}
