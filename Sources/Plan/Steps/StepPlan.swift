import Network

/// One thing that happens, under an id of its own.
public struct StepPlan: Codable, Hashable, Sendable {
    /// Unique in the plan; the folder of what it leaves.
    public var id: String
    /// What happens.
    public var action: OneOf<StepFamily>
    /// Creates a step.
    public init(id: String, action: OneOf<StepFamily>) {
        self.id = id
        self.action = action
    }
}

/// What a step does, as a value; Execution does it.
public protocol StepKind: Kind {
    /// The names of the data sets that it reads.
    var datasets: [String] { get }
}

extension StepKind {
    /// None.
    public var datasets: [String] { [] }
}

/// All steps of the language.
public enum StepFamily: KindFamily {
    /// Every kind of step.
    public static let members: [any Kind.Type] = [
        BuildStep.self, CompileStep.self, EvaluateStep.self, FreezeStep.self, LoadWeightsStep.self, PredictStep.self,
        PreviewStep.self, ReinitializeStep.self, SaveWeightsStep.self, TrainStep.self, UnfreezeStep.self,
    ]
    /// A kind as a step.
    public static func cast(_ kind: any Kind) -> (any StepKind)? { kind as? any StepKind }
}
