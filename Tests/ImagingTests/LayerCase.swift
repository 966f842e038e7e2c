import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Imaging

/// A case of `Tests/Fixtures/imaging/layers/cases.json`: what a layer of Keras 3.15.1 gives for a draw.
struct LayerCase: Decodable, CustomTestStringConvertible, Sendable {
    var name: String
    var layer: String
    var augmentation: Augmentation
    var draws: [Double]
    /// What Keras gives.
    var expected: [Float] = []

    var testDescription: String { name }

    /// The plan's own decoder reads the arguments, with the kind and the missing fill beside them.
    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        name = try list.decode(String.self)
        layer = try list.decode(String.self)
        var arguments = try list.decode([String: Value].self)
        arguments["kind"] = .text(layer)
        augmentation = try JSONDecoder().decode(Augmentation.self, from: JSONEncoder().encode(arguments))
        draws = try list.decode([Double].self)
    }

    enum Value: Codable {
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .text(let text): try container.encode(text)
            }
        }
    }

    static let everything: [LayerCase] = {
        guard var cases = try? ImageFixtures.json([LayerCase].self, "layers/cases.json"),
            let outputs = try? NPY(fixture: "imaging/layers/outputs.npy"), outputs.shape.first == cases.count
        else { return [] }
        let count = outputs.values.count / cases.count
        for index in cases.indices { cases[index].expected = Array(outputs.floats[index * count..<(index + 1) * count]) }
        return cases
    }()

    static func all(_ layer: String) -> [LayerCase] { everything.filter { $0.layer == layer } }

    /// Runs the augmentation with the draws and compares with Keras; checks that it took as many draws as were meant.
    func check(tolerance: Float) throws {
        let source = try ImageFixtures.pixels("layers/source.npy")
        let augmenter = Augmenter(stack: [augmentation], semantics: Semantics(.keras3))
        var scripted = ScriptedDraws(draws)
        let values = augmenter.apply(source, draws: &scripted).values
        let worst = zip(values, expected).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(values.count == expected.count)
        #expect(worst <= tolerance, "\(worst)")
        #expect(scripted.taken == draws.count)
    }
}
