import Diagnostics
import Network
import Plan

/// An experiment as it was written: typed, with the place of every value, parameters filled in, and no other name looked up.
public struct ExperimentFile: Sendable {
    /// The version of the language.
    @Located public var assay = 1
    /// The experiment's name; nil where the file has none (a library, or data sets alone).
    @Located public var name: String?
    /// What it is for.
    @Located public var description = ""
    /// Which Keras the words mean, with single switches turned.
    @Located public var semantics = Semantics(.keras3)
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

/// One entry of an augmentation stack.
public typealias AugmentationSpec = Written<Augmentation>

/// One layer; its label is the `name` it was given.
public typealias LayerSpec = Written<OneOf<LayerFamily>>

/// A loss.
public typealias LossSpec = Written<OneOf<LossFamily>>

/// An optimizer.
public typealias OptimizerSpec = Written<OneOf<OptimizerFamily>>

/// One callback.
public typealias CallbackSpec = Written<any CallbackArguments>

/// One step; its label is the `id` it was given.
public typealias StepSpec = Written<any StepArguments>
