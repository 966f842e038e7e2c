/// How gradients change parameters, as a value; engines compute it.
public protocol Optimizer: Kind {
    /// The learning rate it starts with.
    var learningRate: Double { get }
}

/// All optimizers of the language.
public enum OptimizerFamily: KindFamily {
    /// Every kind of optimizer.
    public static let members: [any Kind.Type] = [Adam.self]
    /// A kind as an optimizer.
    public static func cast(_ kind: any Kind) -> (any Optimizer)? { kind as? any Optimizer }
}
