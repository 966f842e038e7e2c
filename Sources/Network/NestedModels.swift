/// Models within a network: their layers are called `backbone/conv1`, by the model's name and their own.
extension NetworkDefinition {
    /// The beginning of the names of all these layers, up to and with the last slash: `backbone/` where they are all of that model, and
    /// nothing where they are of no one model within the network.
    public static func model(of layers: some Sequence<String>) -> String {
        var common: [Substring]?
        for name in layers {
            let models = name.split(separator: "/").dropLast()
            guard let known = common else {
                common = Array(models)
                continue
            }
            common = zip(known, models).prefix { $0 == $1 }.map(\.0)
        }
        return (common ?? []).map { $0 + "/" }.joined()
    }

    /// What a weights file of its own may call each layer: `backbone/conv1`, or `conv1` as in the model alone, unless that is the name of
    /// another layer as well. The network's own name is the first.
    ///
    /// - Parameter chosen: The layers that are meant, by name; nil for all. Where they are all of one model within the network, only the
    ///   names within that model must differ.
    /// - Returns: A list for each layer; an empty one for a layer outside of that model.
    public func namesInFiles(for chosen: [String]? = nil) -> [[String]] {
        let model = chosen.map { Self.model(of: $0) } ?? ""
        let names = layers.map { $0.name.hasPrefix(model) ? Self.endings(of: $0.name) : [] }
        var uses: [String: Int] = [:]
        for name in names.joined() { uses[name, default: 0] += 1 }
        return names.map { endings in
            endings.enumerated().filter { $0.offset == 0 || uses[$0.element] == 1 }.map(\.element)
        }
    }

    /// A name, and what is left of it without the names of the models around.
    private static func endings(of name: String) -> [String] {
        let parts = name.split(separator: "/")
        return parts.indices.map { parts[$0...].joined(separator: "/") }
    }
}
