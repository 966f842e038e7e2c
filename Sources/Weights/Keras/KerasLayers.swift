/// The layout of Keras 3's `.weights.h5`: a group for each layer under a name of its class and number, `layers/conv2d_1`, and in its group
/// `vars` the variables `0`, `1` and so on in the layer's order.
///
/// After `keras/src/saving/saving_lib.py` of Keras 3. Groups list by name, so the order of the layers is not in such a file; a `.keras`
/// archive has it in its configuration.
enum KerasLayers {
    /// The group of the layers, and what tf.keras 2.13 called it.
    static let groups = ["layers", "_layer_checkpoint_dependencies"]
    /// The group of a layer's variables.
    static let variables = "vars"
    /// The most groups within groups; a model within a model takes two.
    static let depthLimit = 32
    /// The most groups of a file.
    static let groupLimit = 100_000
}

extension KerasContents {
    /// The group of the layers of a Keras 3 file; nil where the file is none.
    static func kerasLayers(of root: HDF5Group) throws(MalformedFile) -> HDF5Group? {
        for name in KerasLayers.groups {
            if let group = try root.group(name) { return group }
        }
        return nil
    }

    /// Describes the layout of Keras 3, with the layers of one class in their order, and the classes by name.
    init(layers: HDF5Group, of root: HDF5Group) throws(MalformedFile) {
        self.init(format: .kerasWeights)
        var groups = 0
        try add(layers, path: "", name: "layers", depth: 0, groups: &groups)
        // What belongs to the model itself. The state of the optimizer and of metrics lies in groups of their own.
        if try root.hasGroup(KerasLayers.variables) {
            try addVariables(of: root, path: "", name: "")
        }
    }

    /// Adds what lies in a group of layers, or in a layer.
    private mutating func add(
        _ group: HDF5Group, path: String, name: String, depth: Int, groups: inout Int
    ) throws(MalformedFile) {
        groups += 1
        guard depth <= KerasLayers.depthLimit, groups <= KerasLayers.groupLimit else {
            throw MalformedFile("its groups of layers nest without end")
        }
        let names = try group.names().sorted { NumberedName($0) < NumberedName($1) }
        if names.contains(KerasLayers.variables) { try addVariables(of: group, path: path, name: name) }
        for member in names where member != KerasLayers.variables {
            guard let inner = try group.group(member) else { continue }
            let place = path.isEmpty ? member : "\(path)/\(member)"
            try add(inner, path: place, name: "\(name)/\(member)", depth: depth + 1, groups: &groups)
        }
    }

    /// Adds a layer where its group of variables has weights; states of generators are none.
    private mutating func addVariables(of group: HDF5Group, path: String, name: String) throws(MalformedFile) {
        guard let variables = try group.group(KerasLayers.variables) else { return }
        var tensors: [Tensor] = []
        for member in try variables.names().sorted(by: { NumberedName($0) < NumberedName($1) }) {
            guard let dataset = try variables.dataset(member) else { continue }
            guard case .floats(let type, _) = dataset.values else { continue }
            tensors.append(Tensor(name: (name.isEmpty ? "" : "\(name)/") + "vars/\(member)", dataset: dataset, type: type))
        }
        guard !tensors.isEmpty else { return }
        layers.append(Layer(name: try variables.text("name") ?? path, path: path, tensors: tensors))
    }

    /// Puts the layers into the order of the model and names them as it does.
    mutating func arrange(by configuration: KerasConfiguration) {
        let places = Dictionary(
            configuration.paths.enumerated().map { ($1.path, (position: $0, name: $1.name)) },
            uniquingKeysWith: { first, _ in first })
        for index in layers.indices {
            if let path = layers[index].path, let name = places[path]?.name { layers[index].name = name }
        }
        let ordered = layers.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            let (first, second) = (places[a.path ?? ""]?.position ?? .max, places[b.path ?? ""]?.position ?? .max)
            return (first, left.offset) < (second, right.offset)
        }
        layers = ordered.map(\.element)
    }
}

/// A name with a number at its end, as Keras counts: `dense`, `dense_1`, …, `dense_10`; or a number alone.
struct NumberedName: Comparable {
    private let stem: Substring
    private let number: Int
    private let whole: String

    init(_ name: String) {
        whole = name
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        let stem = name.dropLast(digits)
        if let number = Int(name.suffix(digits)), stem.isEmpty || stem.hasSuffix("_") {
            (self.stem, self.number) = (stem.dropLast(), number)
        } else {
            (self.stem, self.number) = (name[...], 0)
        }
    }

    static func < (left: NumberedName, right: NumberedName) -> Bool {
        (left.stem, left.number, left.whole) < (right.stem, right.number, right.whole)
    }
}
