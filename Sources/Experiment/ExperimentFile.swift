import Diagnostics

/// An experiment as it was written: typed, with the place of every value, and nothing looked up.
public struct ExperimentFile: Sendable {
    /// The version of the language.
    @Located public var assay = 1
    /// The experiment's name; nil where the file has none (a library, or data sets alone).
    @Located public var name: String?
    /// What it is for.
    @Located public var description = ""
    /// Which Keras the words mean.
    @Located public var semantics = SemanticsSpec()
    /// Where all randomness begins.
    @Located public var seed = 0
    /// Augmentation stacks by name.
    @Located public var augmentations: [Named<[AugmentationSpec]>] = []
    /// Data sets by name.
    @Located public var datasets: [Named<DatasetSpec>] = []
    /// Architectures by name.
    @Located public var models: [Named<ModelSpec>] = []
    /// Lists of callbacks by name.
    @Located public var callbacks: [Named<[CallbackSpec]>] = []
    /// What happens, in order.
    @Located public var steps: [StepSpec] = []
    /// What was published.
    @Located public var claims: [ClaimSpec] = []

    /// An empty experiment.
    public init() {}
}

/// An entry of a section: its name, with the place of the name, and its value.
public struct Named<Value: Sendable>: Sendable {
    /// The key.
    @Located public var name: String
    /// The value.
    public var value: Value
    /// Creates an entry.
    public init(name: Located<String>, value: Value) {
        _name = name
        self.value = value
    }
}
