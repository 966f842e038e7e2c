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
    public var kerasPaths: [String] {
        var counts: [String: Int] = [:]
        return layers.map { node in
            let stem = KerasNaming.snakeCase(node.layer.name)
            let count = counts[stem, default: 0]
            counts[stem] = count + 1
            return count == 0 ? stem : "\(stem)_\(count)"
        }
    }
}
