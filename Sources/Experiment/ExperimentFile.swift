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
    /// What weights files call layers, by name: what `mapping` of `load_weights` may name.
    @Located public var mappings: [Named<[Named<String>]>] = []
    /// What happens, in order.
    @Located public var steps: [StepSpec] = []
    /// What was published.
    @Located public var claims: [ClaimSpec] = []
    /// What to try, and what is better; nil where the file has no sweep.
    @Located public var sweep: SweepSpec?
    /// Names of entries that could not be read, or not wholly, which has been reported; `steps` where one is missing, `name` and
    /// `semantics` where that holds for them.
    public var lost: Set<String> = []
    /// Parameters of this file and of flags that no `${…}` names, each with its place.
    public var unusedParameters: [Located<String>] = []
    /// The names of all parameters.
    public var parameterNames: Set<String> = []

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

/// A loss.
public typealias LossSpec = Written<OneOf<LossFamily>>

/// An optimizer.
public typealias OptimizerSpec = Written<OneOf<OptimizerFamily>>

/// One callback.
public typealias CallbackSpec = Written<any CallbackArguments>

/// One step; its label is the `id` it was given.
public typealias StepSpec = Written<any StepArguments>

extension ExperimentFile: Declared {
    static let declaration: Declaration<ExperimentFile> = Declaration(
        thing: "an experiment", start: ExperimentFile(), "An experiment: data, models, and the steps that train and measure them."
    ) {
        Field("assay", \.$assay, .languageVersion, "The version of this language.")
        Field("name", \.$name, .optional(.name("a name")), "The experiment's name: its folder under Results.")
        Field("description", \.$description, .text, "What it is for.")
        Field("extends", readElsewhere: ExperimentSchema.extends, "Files that this one changes, in order; this one wins.")
        Field(
            "semantics", \.$semantics, Kinds.semantics.type.map({ $0.value }) { .string($0.profile.rawValue) },
            "Which Keras the words mean, with single switches turned.")
        Field("seed", \.$seed, .seed, "Where all randomness begins.")
        Field(
            "parameters", readElsewhere: ExperimentSchema.parameters,
            "Values that `${name}` stands for: all that a person or a sweep may turn.")
        Field(
            "augmentations", \.$augmentations,
            .section(of: .list(of: Kinds.augmentations.type), noun: "a mapping of names to stacks of augmentations"),
            "Stacks of augmentations by name.")
        Field("datasets", \.$datasets, .section(of: .dataset, noun: "a mapping of names to data sets"), "Data sets by name.")
        Field(
            "blocks", readElsewhere: { ValueType<[Named<Block>]>.blocks.schema(&$0) }, "Layers under a name, used like one layer."
        )
        Field("models", \.$models, .section(of: .model, noun: "a mapping of names to models"), "Architectures by name.")
        Field(
            "callbacks", \.$callbacks,
            .section(of: .list(of: Kinds.callbacks.type), noun: "a mapping of names to lists of callbacks"),
            "Lists of callbacks by name.")
        Field(
            "mappings", \.$mappings, .section(of: .names, noun: "a mapping of names to mappings"),
            "What weights files of other libraries call layers, by name.")
        Field("steps", \.$steps, .steps, "What happens, in order.")
        Field("steps+", readElsewhere: ExperimentSchema.appendedSteps, "Steps that follow those of the extended files.")
        Field(
            "claims", \.$claims, .list(of: .claim),
            "What was published, to be laid beside what is measured.")
        Field(
            "sweep", \.$sweep, .optional(.sweep),
            "Which values to try, in what order, and what is better; `assay sweep` does it.")
    }
}

extension ValueType<DatasetSpec> {
    static let dataset = mapping({ DatasetSpec.declaration }, name: "dataset", noun: "a data set", mergesWithBase: true)
}

extension ValueType<ClaimSpec> {
    static let claim = mapping({ ClaimSpec.declaration }, name: "claim", noun: "a claim")
}

extension ValueType<SweepSpec> {
    /// The sweep. Where a part of it cannot be read, what is missing elsewhere in it is not said again.
    static let sweep: Self = {
        var type = mapping(
            { SweepSpec.declaration }, name: "sweep", noun: "a mapping of objective, parameters and others", mergesWithBase: true)
        let decode = type.decode
        type.decode = { node, decoding in
            let gaps = decoding.gaps
            let value = decode(node, &decoding)
            if decoding.gaps > gaps { decoding.lost.insert("sweep") }
            return value
        }
        return type
    }()
}

extension ValueType<[StepSpec]> {
    /// The steps; a file that extends another may change them by id, which composition does.
    static let steps: Self = {
        let list = ValueType<[StepSpec]>.list(of: Kinds.steps.type)
        return ValueType(
            noun: list.noun,
            decode: { node, decoding in
                let steps = list.decode(node, &decoding)
                if steps == nil || steps?.count != node.items?.count { decoding.lost.insert("steps") }
                return steps
            },
            schema: { definitions in .anyOf([list.schema(&definitions), ExperimentSchema.stepChanges(&definitions)]) },
            json: { $0.isEmpty ? [] : nil })
    }()
}
