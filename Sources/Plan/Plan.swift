import Network

/// All that will happen, resolved: every default filled in, every name looked up, every shape worked out.
///
/// If planning succeeds, only the outside world can fail. A plan knows nothing of the text it came from.
public struct Plan: Codable, Hashable, Sendable {
    /// The form of `plan.json`.
    public var schema = "plan/1"
    /// The experiment's name: the folder under `Results/`.
    public var name: String
    /// What it is for, for people.
    public var description: String
    /// Which Keras the words mean.
    public var semantics: Semantics
    /// Where all randomness begins.
    public var seed: Int
    /// The data sets, in the order of the file.
    public var datasets: [DatasetPlan]
    /// The models that the steps build, in that order.
    public var models: [ModelPlan]
    /// What happens, in order.
    public var steps: [StepPlan]
    /// What was published, to be laid beside what is measured.
    public var claims: [ClaimPlan]

    /// Creates a plan.
    public init(
        name: String, description: String, semantics: Semantics, seed: Int, datasets: [DatasetPlan], models: [ModelPlan],
        steps: [StepPlan], claims: [ClaimPlan]
    ) {
        self.name = name
        self.description = description
        self.semantics = semantics
        self.seed = seed
        self.datasets = datasets
        self.models = models
        self.steps = steps
        self.claims = claims
    }

    /// The data set of a name that a step of this plan uses.
    public func dataset(_ name: String) -> DatasetPlan? { datasets.first { $0.name == name } }
    /// The model of a name that a step of this plan uses.
    public func model(_ name: String) -> ModelPlan? { models.first { $0.name == name } }
    /// The step of an id.
    public func step(_ id: String) -> StepPlan? { steps.first { $0.id == id } }
}

/// A model as a build step makes it.
public struct ModelPlan: Codable, Hashable, Sendable {
    /// The name that steps use: `model_1`.
    public var name: String
    /// The name of the architecture in the file: `xray_cnn`.
    public var architecture: String
    /// Layers with names and shapes.
    public var network: NetworkDefinition

    /// Creates a model.
    public init(name: String, architecture: String, network: NetworkDefinition) {
        self.name = name
        self.architecture = architecture
        self.network = network
    }
}

/// A published figure.
public struct ClaimPlan: Codable, Hashable, Sendable {
    /// The id of the step that measures it.
    public var step: String
    /// The metric's name in the history: `acc`.
    public var metric: String
    /// The published value, as a fraction: 0.7825.
    public var value: Double

    /// Creates a claim.
    public init(step: String, metric: String, value: Double) {
        self.step = step
        self.metric = metric
        self.value = value
    }
}
