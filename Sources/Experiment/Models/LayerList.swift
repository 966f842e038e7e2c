import Network
import YAMLSyntax

/// What may stand in a list of layers.
enum LayerEntry: Sendable {
    case layer(OneOf<LayerFamily>)
    case repeated(Repeat)
}

extension ValueType<[LayerSpec]> {
    /// Layers in order, with every `repeat` written out.
    static let layers: Self = ValueType(
        noun: "a list of layers",
        decode: { node, decoding in LayerList.read(node, &decoding) },
        schema: { definitions in
            definitions.reference(to: "layers") { definitions in
                ["type": "array", "minItems": 1, "items": Kinds.layers.type.placeSchema(&definitions)]
            }
        },
        json: { _ in nil })
}

/// Reads lists of layers.
private enum LayerList {
    static func read(_ node: Node, _ decoding: inout Decoding) -> [LayerSpec]? {
        guard case .sequence(let items) = node.content, !items.isEmpty else {
            decoding.subject = "layers"
            decoding.mismatch(node, needs: "a list of at least one layer")
            return nil
        }
        var layers: [LayerSpec] = []
        for item in items {
            guard hasRoom(for: item, &decoding) else { return layers }
            decoding.layersLeft -= 1
            decoding.subject = "layers"
            guard let resolved = decoding.resolve(item), let entry = Kinds.layers.read(resolved, &decoding) else { continue }
            switch entry.value {
            case .layer(let layer): layers.append(entry.map { _ in layer })
            case .repeated(let loop): layers += turns(of: loop, &decoding)
            }
        }
        return layers
    }

    private static func turns(of loop: Repeat, _ decoding: inout Decoding) -> [LayerSpec] {
        guard let body = loop.layers else { return [] }
        let outside = decoding.scope
        defer { decoding.scope = outside }
        var layers: [LayerSpec] = []
        for turn in 0..<loop.count {
            guard hasRoom(for: body, &decoding) else { break }
            for variable in loop.over { decoding.scope.bind(variable.name, to: variable.values[turn]) }
            layers += read(body, &decoding) ?? []
        }
        return layers
    }

    private static func hasRoom(for node: Node, _ decoding: inout Decoding) -> Bool {
        if decoding.layersLeft > 0 { return true }
        decoding.reportOnce(
            "too-many-layers", "this makes more than \(Decoding.maximumLayers) layers", at: node.place,
            help: ["nested `repeat`s multiply"])
        return false
    }
}
