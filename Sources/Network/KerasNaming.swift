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
    /// its number, `conv2d`, `conv2d_1`. All layers count, in the order of the network, whatever their names.
    ///
    /// The layers of a model used as a layer, `backbone/conv1`, count by themselves below that model: `functional/layers/conv2d`.
    public var kerasPaths: [String] {
        var counts: [String: Int] = [:]
        var models: [String: String] = [:]
        func numbered(_ stem: String, below path: String) -> String {
            let count = counts[path + stem, default: 0]
            counts[path + stem] = count + 1
            return path + (count == 0 ? stem : "\(stem)_\(count)")
        }
        return layers.map { node in
            var (model, path) = ("", "")
            for name in node.name.split(separator: "/").dropLast() {
                model += name + "/"
                let place = models[model] ?? numbered("functional", below: path) + "/layers/"
                models[model] = place
                path = place
            }
            return numbered(KerasNaming.snakeCase(node.layer.name), below: path)
        }
    }
}
