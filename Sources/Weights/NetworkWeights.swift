import Diagnostics
import Network

/// A network's parameters as a safetensors file of ours: tensors in Keras's order under `layer/parameter`, and the layers' order in the
/// metadata. No time, host or version: equal parameters are equal bytes.
public enum NetworkWeights {
    /// The metadata key under which layers with weights stand in their order, as a JSON array of their names.
    static let layersKey = "layers"

    /// The file's bytes.
    ///
    /// - Parameter values: One tensor for each of `network.parameters`.
    public static func bytes(of network: NetworkDefinition, values: [Tensor]) -> [UInt8] {
        let layers = network.layers.filter { !$0.parameters.isEmpty }.map { JSONString.quoted($0.name) }
        return SafeTensors.write(
            zip(network.parameters, values).map { ($0.name, $1) },
            metadata: ["format": "assay", layersKey: "[" + layers.joined(separator: ",") + "]"])
    }

    /// The layers with weights in the order that a file's metadata gives, each with its tensors in the order of their values.
    ///
    /// Nil where the file does not give an order that accounts for every tensor.
    static func layers(of tensors: [WeightsFile.Entry], metadata: [String: String]) -> [WeightsFile.Layer]? {
        var text = JSONText(Array((metadata[layersKey] ?? "").utf8)[...])
        guard let names = try? text.array({ text throws(MalformedFile) in try text.string() }), (try? text.end()) != nil else {
            return nil
        }
        let groups = Dictionary(grouping: tensors) { $0.name.split(separator: "/").dropLast().joined(separator: "/") }
        guard Set(names) == Set(groups.keys), names.count == groups.count else { return nil }
        return names.map { WeightsFile.Layer(name: $0, tensors: groups[$0] ?? []) }
    }
}
