import Diagnostics
import Experiment
import Network

/// An architecture with its shapes worked out, and where its layers were written.
struct Architecture {
    var network: NetworkDefinition
    /// Where the last layer stands: what does not fit classes or loss is said there.
    var lastLayer: Place?
}

extension Resolver {
    /// The architecture of a name, worked out once; nil where it is broken (and said so) or unknown (and not said).
    mutating func architecture(_ name: String) -> Architecture? {
        if let known = architectures[name] { return known }
        guard let spec = file.models.first(where: { $0.name == name })?.value else { return nil }
        let isBroken = file.lost.contains(name)
        if isBroken { isIncomplete = true }
        let result = isBroken ? nil : resolve(spec)
        architectures[name] = .some(result)
        return result
    }

    private mutating func resolve(_ spec: ModelSpec) -> Architecture? {
        guard spec.$input.isWritten, !spec.layers.isEmpty else {
            isIncomplete = true
            return nil
        }
        guard let names = layerNames(spec.layers) else { return nil }
        do throws(NetworkDefinition.Misfit) {
            let layers = zip(names, spec.layers).map { (name: $0, layer: $1.value) }
            return Architecture(
                network: try NetworkDefinition(input: Shape(spec.input), layers: layers), lastLayer: spec.layers.last?.$kind.place
            )
        } catch {
            let place = spec.layers.indices.contains(error.index) ? spec.layers[error.index].$kind.place : spec.$input.place
            report("shape-mismatch", error.error.message, at: place, help: error.error.help)
            return nil
        }
    }

    /// A name for each layer: the one given, or Keras's for its kind, counted within the model; nil where one cannot be used.
    private mutating func layerNames(_ layers: [LayerSpec]) -> [String]? {
        var taken: Set<String> = []
        var valid = true
        for layer in layers {
            guard let label = layer.label else { continue }
            if !taken.insert(label).inserted {
                report(
                    "duplicate-name", "two layers are called `\(label)`", at: layer.$label.place, help: ["give it another name"])
                valid = false
            }
        }
        guard valid else { return nil }
        var counts: [String: Int] = [:]
        return layers.map { layer in
            layer.label ?? LayerNaming.next(for: layer.kind, counts: &counts, taken: &taken)
        }
    }
}

/// Keras's names for layers that were given none.
enum LayerNaming {
    /// `conv2d`, then `conv2d_1`, …; a number that a written name has taken is passed over.
    static func next(for kind: String, counts: inout [String: Int], taken: inout Set<String>) -> String {
        let stem = KerasNaming.snakeCase(kind)
        while true {
            let count = counts[stem, default: 0]
            counts[stem] = count + 1
            let name = count == 0 ? stem : "\(stem)_\(count)"
            if taken.insert(name).inserted { return name }
        }
    }
}
