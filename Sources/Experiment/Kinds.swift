import Network
import Plan

/// The registry: every family of kinds that the language has. A new kind is one file and, for steps and callbacks, one line here;
/// the other families follow the lists of Network and Plan.
enum Kinds {
    static let layers: Family<LayerEntry> = Family(
        name: "layer", common: .layer,
        declared: Family.FileWords(
            words: { $0.blocks.names }, pattern: Block.namePattern, doc: "A block of this file, with its parameters."),
        members: Family.Member.all(of: LayerFamily.self) { .layer($0) } + [
            Family.Member(Repeat.declaration, common: false) { .repeated($0) },
            Family.Member(Parallel.declaration) { .parallel($0) }, Family.Member(ModelReference.declaration) { .model($0) },
        ])

    static let merges: Family<OneOf<LayerFamily>> = Family(
        name: "merge layer", members: Family.Member.all(of: LayerFamily.self, where: { $0 is any MergeLayer.Type }) { $0 })

    static let augmentations: Family<Augmentation> = Family(
        name: "augmentation", members: Family.Member.all(of: AugmentationFamily.self) { $0 })

    static let losses: Family<OneOf<LossFamily>> = Family(
        name: "loss", members: Family.Member.all(of: LossFamily.self) { $0 })

    static let optimizers: Family<OneOf<OptimizerFamily>> = Family(
        name: "optimizer", members: Family.Member.all(of: OptimizerFamily.self) { $0 })

    static let schedules: Family<OneOf<ScheduleFamily>> = Family(
        name: "schedule", members: Family.Member.all(of: ScheduleFamily.self) { $0 })

    static let initializers: Family<OneOf<InitializerFamily>> = Family(
        name: "initializer", members: Family.Member.all(of: InitializerFamily.self) { $0 })

    static let regularizers: Family<OneOf<RegularizerFamily>> = Family(
        name: "regularizer", members: Family.Member.all(of: RegularizerFamily.self) { $0 })

    static let metrics: Family<OneOf<MetricFamily>> = Family(
        name: "metric", common: .label("name", "What histories and claims call it; Keras's name where not written."),
        otherWords: ValueType<MetricSpec>.accuracyWords, members: Family.Member.all(of: MetricFamily.self) { $0 })

    static let callbacks: Family<any CallbackArguments> = Family(
        name: "callback",
        members: [
            Family.Member(EarlyStoppingArguments.declaration) { $0 }, Family.Member(ModelCheckpointArguments.declaration) { $0 },
            Family.Member(ReduceLROnPlateauArguments.declaration) { $0 },
            Family.Member(LearningRateSchedulerArguments.declaration) { $0 },
            Family.Member(TerminateOnNaNArguments.declaration) { $0 }, Family.Member(CSVLoggerArguments.declaration) { $0 },
            Family.Member(BackupAndRestoreArguments.declaration) { $0 },
        ])

    static let steps: Family<any StepArguments> = Family(
        name: "step",
        common: .label("id", "What results, claims and overrides call the step; its kind, numbered, where not written."),
        members: [
            Family.Member(PreviewArguments.declaration) { $0 }, Family.Member(BuildArguments.declaration) { $0 },
            Family.Member(CompileArguments.declaration) { $0 }, Family.Member(TrainArguments.declaration) { $0 },
            Family.Member(EvaluateArguments.declaration) { $0 }, Family.Member(PredictArguments.declaration) { $0 },
            Family.Member(LoadWeightsArguments.declaration) { $0 }, Family.Member(SaveWeightsArguments.declaration) { $0 },
            Family.Member(FreezeArguments.declaration) { $0 }, Family.Member(UnfreezeArguments.declaration) { $0 },
            Family.Member(ReinitializeArguments.declaration) { $0 },
        ])

    static let semantics: Family<Semantics> = Family(
        name: "era",
        members: Semantics.Profile.allCases.map { profile in Family.Member(Semantics.declaration(of: profile)) { $0 } })

    static let methods: Family<OneOf<SweepMethodFamily>> = Family(
        name: "method", members: Family.Member.all(of: SweepMethodFamily.self) { $0 })

    static let schedulers: Family<SchedulerArguments> = Family(
        name: "scheduler",
        members: [
            Family.Member(NoScheduler.declaration) { SchedulerArguments($0) },
            Family.Member(MedianStopping.declaration) { SchedulerArguments($0) },
            Family.Member(ASHA.declaration) { SchedulerArguments($0) },
            Family.Member(Hyperband.declaration) { SchedulerArguments($0) },
            Family.Member(PopulationBasedTraining.declaration) { SchedulerArguments($0) },
        ])

    static let synthetics: Family<SyntheticRadiographs> = Family(
        name: "synthetic source", members: [Family.Member(SyntheticRadiographs.declaration) { $0 }])
}
