import Diagnostics
import Network

/// A network's parameters as a file that Keras loads. Equal parameters are equal bytes.
enum KerasWriter {
    /// What a file of the legacy layout says to have been written by. Loaders convert the files of other backends, and of Keras 1.
    private static let version = "2.2.4"
    private static let backend = "tensorflow"

    /// The legacy layout, weights only, which every Keras loads: `model.load_weights("model.h5")`, and with `by_name=True`.
    ///
    /// - Parameter values: One tensor for each of `network.parameters`.
    static func legacy(_ network: NetworkDefinition, values: [Tensor]) throws(MalformedFile) -> [UInt8] {
        try HDF5Library.use { () throws(MalformedFile) in
            let file = try HDF5Writer()
            let root = try file.root()
            try write(network.layers.map(\.name), as: KerasLegacy.layerNames, of: root)
            try HDF5Writer.write(bytes: [backend], isList: false, as: "backend", of: root)
            try HDF5Writer.write(bytes: [version], isList: false, as: "keras_version", of: root)
            var rest = values[...]
            for node in network.layers {
                let group = try file.group(node.name)
                let names = node.parameters.map { "\(node.name)/\($0.name):0" }
                try write(names, as: KerasLegacy.weightNames, of: group)
                for (name, value) in zip(names, rest) { try file.write(value, to: "\(node.name)/\(name)") }
                rest = rest.dropFirst(names.count)
            }
            return try file.bytes()
        }
    }

    /// The layout of Keras 3: `model.load_weights("model.weights.h5")`.
    ///
    /// - Parameter values: One tensor for each of `network.parameters`.
    static func layers(_ network: NetworkDefinition, values: [Tensor]) throws(MalformedFile) -> [UInt8] {
        try HDF5Library.use { () throws(MalformedFile) in
            let file = try HDF5Writer()
            // The model's own variables, of which it has none: tf.keras does not do without.
            try file.group(KerasLayers.variables)
            var rest = values[...]
            for (node, path) in zip(network.layers, network.kerasPaths().map { $0 ?? "" }) {
                let variables = "\(KerasLayers.groups[0])/\(path)/\(KerasLayers.variables)"
                try HDF5Writer.write(node.name, as: "name", of: file.group(variables))
                let count = node.parameters.count
                for (index, value) in rest.prefix(count).enumerated() { try file.write(value, to: "\(variables)/\(index)") }
                rest = rest.dropFirst(count)
            }
            return try file.bytes()
        }
    }

    /// Writes a list of names, in parts where it is larger than an attribute may be; the parts are those of `numpy.array_split`.
    private static func write(_ names: [String], as attribute: String, of object: HDF5Handle) throws(MalformedFile) {
        let length = max(1, names.map(\.utf8.count).max() ?? 0)
        guard length <= KerasLegacy.attributeLimit else { throw MalformedFile("a name of \(length) bytes is too long for HDF5") }
        let largest = KerasLegacy.attributeLimit / length
        guard names.count > largest else {
            return try HDF5Writer.write(bytes: names, as: attribute, of: object)
        }
        let parts = (names.count + largest - 1) / largest
        var start = 0
        for part in 0..<parts {
            let end = start + names.count / parts + (part < names.count % parts ? 1 : 0)
            try HDF5Writer.write(bytes: Array(names[start..<end]), length: length, as: "\(attribute)\(part)", of: object)
            start = end
        }
    }
}
