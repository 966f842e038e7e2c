/// What training makes small, as a value. Engines and evaluation compute it from outputs and targets.
public protocol Loss: Kind {
    /// How class numbers become targets for an output of this width; nil where the width does not fit the loss.
    func targetEncoding(outputWidth: Int) -> TargetEncoding?
    /// Whether outputs are taken for the inputs of a sigmoid or softmax that the model leaves out.
    var fromLogits: Bool { get }
}

extension Loss {
    /// No.
    public var fromLogits: Bool { false }
}

/// How a class number is given to the loss.
public enum TargetEncoding: String, Codable, Sendable {
    /// A one at the class's place, zeros elsewhere.
    case oneHot = "one_hot"
    /// A single 0 or 1.
    case binary
    /// The class number itself, a single value.
    case index

    /// The values that a sample's target has where its output has `outputWidth`.
    public func width(outputWidth: Int) -> Int { self == .oneHot ? outputWidth : 1 }
}

/// All losses of the language.
public enum LossFamily: KindFamily {
    /// Every kind of loss.
    public static let members: [any Kind.Type] = [
        BinaryCrossentropy.self, BinaryFocalCrossentropy.self, CategoricalCrossentropy.self,
        CategoricalFocalCrossentropy.self, MeanSquaredError.self, SparseCategoricalCrossentropy.self,
    ]
    /// A kind as a loss.
    public static func cast(_ kind: any Kind) -> (any Loss)? { kind as? any Loss }
}
