import Engine
import Foundation
import Network
import Randomness

/// BatchNormalization's moving statistics over several updates, beside Keras's own (`Tests/Fixtures/eras/make_averages.py`): values that
/// are set between them, other compilations, a layer that is frozen for a while.
public enum MovingAverages {
    private struct File: Decodable {
        struct Stage: Decodable {
            var call: String
            var mean, variance: [Double]
        }
        struct Case: Decodable {
            var shape: [Int]
            var count: Int
            var inputs: [Float]
            var stages: [Stage]
        }
        var momentum: Double
        var cases: [Case]
    }

    /// The eras that there are numbers of.
    public static let profiles: [Semantics.Profile] = [.keras224, .keras23]

    /// What differs, a sentence each.
    ///
    /// - Parameters:
    ///   - profile: Whose numbers.
    ///   - isMoved: Whether a new session takes over before each call, as after an interruption; it must then leave the same bytes.
    public static func differences(
        _ engine: any Engine, from profile: Semantics.Profile, semantics: Semantics, isMoved: Bool
    ) throws -> [String] {
        let bytes = try Data(contentsOf: Fixtures.url("eras/averages_\(profile.rawValue).json"))
        let file = try JSONDecoder().decode(File.self, from: bytes)
        var differences: [String] = []
        for example in file.cases {
            let layers: [any Layer] = [
                BatchNormalization(momentum: file.momentum), Flatten(), Dense(units: 1, activation: .sigmoid),
            ]
            var setup = EngineCase("averages", input: example.shape, layers)
            if example.shape.count == 1 { setup.layers.remove(at: 1) }
            let network = try setup.network()
            func newSession() throws -> any EngineSession {
                try engine.makeSession(network: network, semantics: semantics, key: RandomKey(seed: 5))
            }
            let whole = try newSession()
            var session = try newSession()
            var frozen: Set<String> = []
            for each in [whole, session] { try each.compile(setup.compilation) }
            for (number, stage) in example.stages.enumerated() {
                let place = "shape \(example.shape), call \(number), \(stage.call)"
                if isMoved {
                    let next = try newSession()
                    // Before it is compiled, as a session that was built and not compiled is moved too.
                    try next.setParameters(session.parameters())
                    try next.setAverages(session.averages())
                    if next.averages() != session.averages() { differences.append("\(place): averages do not come back") }
                    try next.compile(Compilation(loss: setup.loss, optimizer: setup.optimizer, frozen: frozen))
                    try next.setOptimizerState(session.optimizerState())
                    session = next
                }
                let (stretch, shift) = (1 + Float(number) / 4, Float(number) / 2)
                let batch = EngineBatch(
                    count: example.count, inputs: example.inputs.map { $0 * stretch + shift },
                    targets: [Float](repeating: 1, count: example.count))
                frozen = stage.call == "freeze" ? ["layer_0"] : stage.call == "thaw" ? [] : frozen
                for each in [whole, session] {
                    switch stage.call {
                    case "train": _ = try each.trainStep(batch)
                    case "predict": _ = try each.predict(batch)
                    case "set":
                        var values = try each.parameters()
                        values[2] = Tensor(shape: values[2].shape, repeating: -3)
                        values[3] = Tensor(shape: values[3].shape, repeating: 7)
                        try each.setParameters(values)
                    default: try each.compile(Compilation(loss: setup.loss, optimizer: setup.optimizer, frozen: frozen))
                    }
                }
                let found = try session.parameters()
                if try found != whole.parameters() { differences.append("\(place): the bytes are not those of one session") }
                for (name, values, expected) in [
                    ("mean", found[2].values, stage.mean), ("variance", found[3].values, stage.variance),
                ] {
                    let difference = EngineConformance.difference(
                        "\(place): \(name)", values.map { Double($0) }, expected, tolerance: 4e-6)
                    if let difference { differences.append(difference) }
                }
            }
        }
        return differences
    }
}
