import Plan
import YAMLSyntax

/// The weights of classes as written.
public enum ClassWeightSpec: Sendable {
    /// By class name; a class that is not named weighs 1.
    case table([Named<Double>])
    /// Inverse to how often each class occurs: all images over the number of classes times the images of the class (scikit-learn's
    /// `compute_class_weight("balanced")`).
    case balanced
}

extension ValueType<ClassWeightSpec> {
    /// A mapping of classes to weights, or `balanced`.
    static let classWeight: Self = {
        let word = "balanced"
        let table = ValueType<[Named<Double>]>.table(
            of: .number(.atLeast(0)), noun: "a mapping of classes to weights, or \(word)")
        return ValueType(
            noun: "a mapping of classes to weights, or \(word)",
            decode: { node, decoding in
                if node.text == word { return .balanced }
                return table.decode(node, &decoding).map { .table($0) }
            },
            schema: { definitions in .anyOf([["enum": [.string(word)]], table.schema(&definitions)]) },
            json: { _ in nil })
    }()
}
