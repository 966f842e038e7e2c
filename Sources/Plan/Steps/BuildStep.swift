/// Makes a model of an architecture, with new weights.
public struct BuildStep: StepKind {
    /// The kind's name.
    public static let kind = "build"
    /// The model's name; its network stands in the plan's `models`.
    public var model: String
    /// Creates the step.
    public init(model: String) { self.model = model }
}
