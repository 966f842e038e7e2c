/// Names that Keras derives from classes.
public enum KerasNaming {
    /// `MaxPooling2D` as `max_pooling2d` (`keras.src.utils.naming.to_snake_case`).
    public static func snakeCase(_ kind: String) -> String {
        let characters = Array(kind)
        var result = ""
        for (index, character) in characters.enumerated() {
            if character.isUppercase, index > 0 {
                let afterLower = characters[index - 1].isLowercase
                let beforeLower = index + 1 < characters.count && characters[index + 1].isLowercase
                if afterLower || beforeLower { result += "_" }
            }
            result += character.lowercased()
        }
        return result
    }
}

extension NetworkDefinition {
    /// Where Keras 3 keeps each layer in a `.weights.h5`, below `layers`: its class in snake case, and from the second layer of the class on
    /// its number, `conv2d`, `conv2d_1`; a model within the model is of the class `Functional`, and counts its layers for itself. All layers
    /// count, in the order of the network, whatever their names.
    ///
    /// - Parameter model: The model within the network whose file it is, as the beginning of its layers' names: `backbone/`; empty for the whole.
    /// - Returns: A place for each layer; nil for one outside of that model.
    public func kerasPaths(of model: String = "") -> [String?] {
        var counts: [String: Int] = [:]
        var models: [String: String] = [:]
        /// The place of a new layer of a class, in the model that `parent` is the place of.
        func place(_ kind: String, in parent: String) -> String {
            let stem = parent + KerasNaming.snakeCase(kind)
            let count = counts[stem, default: 0]
            counts[stem] = count + 1
            return count == 0 ? stem : "\(stem)_\(count)"
        }
        return layers.map { node in
            guard node.name.hasPrefix(model) else { return nil }
            var parent = ""
            var name = ""
            for part in node.name.dropFirst(model.count).split(separator: "/").dropLast() {
                name += part + "/"
                let known = models[name] ?? place("Functional", in: parent) + "/layers/"
                models[name] = known
                parent = known
            }
            return place(node.layer.name, in: parent)
        }
    }
}
