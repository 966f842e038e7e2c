import Network
import Plan

/// The registry: every family of kinds that the language has. A new kind is one file and, for steps and callbacks, one line here;
/// the other families follow the lists of Network and Plan.
enum Kinds {
    static let layers: Family<LayerEntry> = Family(
        name: "layer", label: LabelKey(key: "name", doc: "The layer's name; its kind, numbered, where not written."),
        members: Family.Member.all(of: LayerFamily.self) { .layer($0) }
            + [Family.Member(Repeat.declaration, labelled: false) { .repeated($0) }])

    static let augmentations: Family<Augmentation> = Family(
        name: "augmentation", label: nil, members: Family.Member.all(of: AugmentationFamily.self) { $0 })

    static let losses: Family<OneOf<LossFamily>> = Family(
        name: "loss", label: nil, members: Family.Member.all(of: LossFamily.self) { $0 })

    static let optimizers: Family<OneOf<OptimizerFamily>> = Family(
        name: "optimizer", label: nil, members: Family.Member.all(of: OptimizerFamily.self) { $0 })

    static let schedules: Family<OneOf<ScheduleFamily>> = Family(
        name: "schedule", label: nil, members: Family.Member.all(of: ScheduleFamily.self) { $0 })

    static let initializers: Family<OneOf<InitializerFamily>> = Family(
        name: "initializer", label: nil, members: Family.Member.all(of: InitializerFamily.self) { $0 })

    static let regularizers: Family<OneOf<RegularizerFamily>> = Family(
        name: "regularizer", label: nil, members: Family.Member.all(of: RegularizerFamily.self) { $0 })

    static let metrics: Family<OneOf<MetricFamily>> = Family(
        name: "metric", label: LabelKey(key: "name", doc: "What histories and claims call it; Keras's name where not written."),
        otherWords: ValueType<MetricSpec>.accuracyWords, members: Family.Member.all(of: MetricFamily.self) { $0 })

    static let callbacks: Family<any CallbackArguments> = Family(
        name: "callback", label: nil,
        members: [
            Family.Member(EarlyStoppingArguments.declaration) { $0 }, Family.Member(ModelCheckpointArguments.declaration) { $0 },
            Family.Member(ReduceLROnPlateauArguments.declaration) { $0 },
            Family.Member(LearningRateSchedulerArguments.declaration) { $0 },
            Family.Member(TerminateOnNaNArguments.declaration) { $0 }, Family.Member(CSVLoggerArguments.declaration) { $0 },
            Family.Member(BackupAndRestoreArguments.declaration) { $0 },
        ])

    static let steps: Family<any StepArguments> = Family(
        name: "step",
        label: LabelKey(
            key: "id", doc: "What results, claims and overrides call the step; its kind, numbered, where not written."),
        members: [
            Family.Member(PreviewArguments.declaration) { $0 }, Family.Member(BuildArguments.declaration) { $0 },
            Family.Member(CompileArguments.declaration) { $0 }, Family.Member(TrainArguments.declaration) { $0 },
            Family.Member(EvaluateArguments.declaration) { $0 }, Family.Member(PredictArguments.declaration) { $0 },
            Family.Member(LoadWeightsArguments.declaration) { $0 }, Family.Member(SaveWeightsArguments.declaration) { $0 },
            Family.Member(FreezeArguments.declaration) { $0 }, Family.Member(UnfreezeArguments.declaration) { $0 },
            Family.Member(ReinitializeArguments.declaration) { $0 },
        ])

    static let semantics: Family<Semantics> = Family(
        name: "era", label: nil,
        members: Semantics.Profile.allCases.map { profile in Family.Member(Semantics.declaration(of: profile)) { $0 } })

    static let synthetics: Family<SyntheticRadiographs> = Family(
        name: "synthetic source", label: nil, members: [Family.Member(SyntheticRadiographs.declaration) { $0 }])
}
