/// The layout of Keras 1 and 2, which Keras 3 still writes as `.h5`: an attribute lists the layers, and one of each layer its weights.
///
/// After `keras/engine/saving.py` of Keras 2.2.4 and `keras/src/legacy/saving/legacy_h5_format.py` of Keras 3.
enum KerasLegacy {
    /// The attribute that lists all layers, in the order of the model.
    static let layerNames = "layer_names"
    /// The attribute that lists a layer's weights, as paths below its group.
    static let weightNames = "weight_names"
    /// The group of the weights in a file that holds a whole model.
    static let weightsGroup = "model_weights"
    /// The group of weights that belong to the model itself.
    static let topLevel = "top_level_model_weights"
    /// The most bytes of one attribute; a longer list is cut in parts.
    static let attributeLimit = 64512
}

extension KerasContents {
    /// Describes the legacy layout.
    ///
    /// - Parameters:
    ///   - weights: The group with the weights.
    ///   - model: The root of the file, which has the model's configuration where the model was saved with its weights.
    init(legacy weights: HDF5Group, model: HDF5Group) throws(MalformedFile) {
        self.init(format: .kerasLegacy)
        for key in ["keras_version", "backend"] {
            if let text = try weights.text(key) { metadata[key] = text }
        }
        guard metadata["backend"] != "theano" else {
            throw MalformedFile("Theano wrote it, whose convolutions turn their kernels; save it once from another backend")
        }
        if let configuration = try model.text("model_config") {
            flattensChannelsFirst = try KerasConfiguration(json: configuration.utf8, "model_config").flattensChannelsFirst
        }
        guard var names = try weights.textsInParts(KerasLegacy.layerNames) else {
            throw MalformedFile("\(weights.path) lacks the attribute \(KerasLegacy.layerNames)")
        }
        if try weights.hasGroup(KerasLegacy.topLevel), !names.contains(KerasLegacy.topLevel) {
            names.append(KerasLegacy.topLevel)
        }
        guard Set(names).count == names.count else { throw MalformedFile("\(KerasLegacy.layerNames) names a layer twice") }
        for name in names {
            layers += Self.layers(try Self.tensors(ofLegacyLayer: name, in: weights), of: name)
        }
    }

    /// A layer; for a model within the model, its layers. There the trainable weights of all layers come first, so that those of one layer
    /// do not lie together; but they share the path up to their own name.
    private static func layers(_ tensors: [Tensor], of name: String) -> [Layer] {
        func parent(_ tensor: Tensor) -> Substring { tensor.name[..<(tensor.name.lastIndex(of: "/") ?? tensor.name.startIndex)] }
        var layers: [Layer] = []
        var places: [Substring: Int] = [:]
        for tensor in tensors {
            if let place = places[parent(tensor)] {
                layers[place].tensors.append(tensor)
            } else {
                places[parent(tensor)] = layers.count
                layers.append(Layer(name: parent(tensor).split(separator: "/").last.map(String.init) ?? name, tensors: [tensor]))
            }
        }
        if layers.count == 1 { layers[0].name = name }
        return layers
    }

    private static func tensors(ofLegacyLayer name: String, in weights: HDF5Group) throws(MalformedFile) -> [Tensor] {
        guard let group = try weights.group(name) else { throw MalformedFile("the layer \(JSONText.shown(name)) has no group") }
        guard let paths = try group.textsInParts(KerasLegacy.weightNames) else {
            throw MalformedFile("the layer \(JSONText.shown(name)) lacks the attribute \(KerasLegacy.weightNames)")
        }
        var tensors: [Tensor] = []
        for path in paths {
            guard let dataset = try group.dataset(path) else {
                throw MalformedFile("the layer \(JSONText.shown(name)) lacks its weight \(JSONText.shown(path))")
            }
            guard case .floats(let type, _) = dataset.values else { continue }
            tensors.append(Tensor(name: "\(name)/\(path)", dataset: dataset, type: type))
        }
        return tensors
    }
}
