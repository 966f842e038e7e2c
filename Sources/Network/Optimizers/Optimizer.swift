/// How gradients change parameters, as a value; engines compute it.
public protocol Optimizer: Kind {
    /// The learning rate, or how it follows from the step.
    var learningRate: LearningRate { get }
    /// What all optimizers have in common.
    var rules: UpdateRules { get set }
    /// The number of arrays that it remembers of each parameter, beside those of its rules.
    var momentCount: Int { get }
}

extension Optimizer {
    /// The number of arrays remembered of each parameter: moments, the average, gradients added up.
    public var rememberedArrays: Int {
        momentCount + (rules.useEma ? 1 : 0) + (rules.gradientAccumulationSteps == nil ? 0 : 1)
    }
}

/// All optimizers of the language.
public enum OptimizerFamily: KindFamily {
    /// Every kind of optimizer.
    public static let members: [any Kind.Type] = [
        Adam.self, AdamW.self, Lion.self, Nadam.self, RMSprop.self, SGD.self,
    ]
    /// A kind as an optimizer.
    public static func cast(_ kind: any Kind) -> (any Optimizer)? { kind as? any Optimizer }
}
