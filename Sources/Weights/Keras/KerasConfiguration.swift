import Foundation
import Network

/// What a model's configuration says about its layers: `config.json` of an archive, or the attribute `model_config`.
struct KerasConfiguration {
    private let layers: [Layer]

    /// Reads a configuration.
    ///
    /// - Parameter what: Its name, for messages.
    init(json bytes: some Sequence<UInt8>, _ what: String) throws(MalformedFile) {
        let decoder = JSONDecoder()
        // Python writes infinities and NaN as JSON5 does.
        decoder.allowsJSON5 = true
        guard let model = try? decoder.decode(Layer.self, from: Data(bytes)) else {
            throw MalformedFile("its \(what) is not the JSON of a model")
        }
        layers = model.layers
    }

    /// A layer, or a model within the model: what can be told of it.
    private struct Layer: Decodable {
        var kind: String
        var name: String
        var dataFormat: String?
        var layers: [Layer]

        private enum Keys: String, CodingKey {
            case kind = "class_name"
            case configuration = "config"
            case name
            case dataFormat = "data_format"
            case layers
        }

        init(from decoder: any Decoder) throws {
            let entry = try decoder.container(keyedBy: Keys.self)
            kind = try entry.decode(String.self, forKey: .kind)
            let arguments = try? entry.nestedContainer(keyedBy: Keys.self, forKey: .configuration)
            name = (try? arguments?.decode(String.self, forKey: .name)) ?? kind
            dataFormat = try? arguments?.decode(String.self, forKey: .dataFormat)
            // Keras 2.2 wrote the layers of a Sequential as a bare list.
            layers =
                (try? entry.decode([Layer].self, forKey: .configuration))
                ?? (try? arguments?.decode([Layer].self, forKey: .layers))
                ?? []
        }
    }

    /// Where Keras 3 keeps each layer, below `layers`, with its name, in the order of the model: the class in snake case and a number from
    /// the second of the class on.
    var paths: [(path: String, name: String)] { Self.paths(of: layers, below: "") }

    private static func paths(of layers: [Layer], below parent: String) -> [(path: String, name: String)] {
        var counts: [String: Int] = [:]
        return layers.flatMap { layer in
            // What a package registered is written `Package>Class`.
            let stem = KerasNaming.snakeCase(layer.kind.split(separator: ">").last.map(String.init) ?? layer.kind)
            let count = counts[stem, default: 0]
            counts[stem] = count + 1
            let path = parent + (count == 0 ? stem : "\(stem)_\(count)")
            return [(path, layer.name)] + paths(of: layer.layers, below: "\(path)/layers/")
        }
    }

    /// See ``WeightsFile/flattensChannelsFirst``.
    var flattensChannelsFirst: Bool {
        let all = Self.all(layers)
        // A Flatten says what it is to undo; the others that have the word are convolutions and poolings.
        return all.contains { $0.kind != "Flatten" && $0.dataFormat == Self.channelsFirst }
            && all.contains { $0.kind == "Flatten" && $0.dataFormat != Self.channelsFirst }
    }

    private static let channelsFirst = "channels_first"

    private static func all(_ layers: [Layer]) -> [Layer] { layers.flatMap { [$0] + all($0.layers) } }
}
