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

    /// The bytes of a file of the format that a name's ending asks for: `.weights.h5` as Keras 3 writes it, `.h5` and `.hdf5` in the layout
    /// that every Keras loads, and everything else as safetensors.
    ///
    /// - Parameter values: One tensor for each of `network.parameters`.
    /// - Throws: A diagnostic `weights-unwritable` where libhdf5 fails.
    public static func bytes(of network: NetworkDefinition, values: [Tensor], for name: String) throws(Diagnostic) -> [UInt8] {
        do throws(MalformedFile) {
            if name.hasSuffix(".weights.h5") { return try KerasWriter.layers(network, values: values) }
            if name.hasSuffix(".h5") || name.hasSuffix(".hdf5") { return try KerasWriter.legacy(network, values: values) }
        } catch {
            throw Diagnostic(
                "weights-unwritable", .error, "\(name) cannot be written: \(error.reason)",
                help: ["write the weights as .safetensors"], outcome: .cannotWrite)
        }
        return bytes(of: network, values: values)
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
