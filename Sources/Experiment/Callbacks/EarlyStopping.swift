import Network
import Plan

/// `EarlyStopping` as written.
public struct EarlyStoppingArguments: CallbackArguments {
    private static let defaults = EarlyStopping()

    /// The name watched.
    @Located public var monitor = defaults.monitor ?? ""
    /// The least change that counts.
    @Located public var minDelta = defaults.minDelta
    /// Epochs without improvement before it acts.
    @Located public var patience = defaults.patience
    /// Which way is better.
    @Located public var mode = ModeChoice.auto
    /// A value that must be beaten for the first improvement.
    @Located public var baseline = defaults.baseline
    /// Whether the weights of the best epoch are given back.
    @Located public var restoreBestWeights = defaults.restoreBestWeights
    /// The first epoch, from 0, that is watched.
    @Located public var startFromEpoch = defaults.startFromEpoch

    /// The monitor and its mode.
    public var monitored: Monitored? { Monitored($monitor, $mode) }

    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind {
        EarlyStopping(
            monitor: monitor, minDelta: minDelta, patience: patience, mode: mode, baseline: baseline,
            restoreBestWeights: restoreBestWeights, startFromEpoch: startFromEpoch)
    }
}

extension EarlyStoppingArguments: Declared {
    static let declaration: Declaration<EarlyStoppingArguments> = Declaration(
        kind: EarlyStopping.kind, keras: "keras.callbacks.EarlyStopping", absent: CallbackHints.absent,
        start: EarlyStoppingArguments(), "Ends a training when the monitor has not improved for a while."
    ) {
        Field("monitor", \.$monitor, .text, examples: ["val_loss"], "The name in the history that is watched.")
        Field(
            "min_delta", \.$minDelta, .number(),
            "The least change that counts as an improvement; what a negative one does, the semantics says.")
        Field("patience", \.$patience, .integer(0...), "Epochs without improvement before it acts.")
        Field("mode", \.$mode, .choice(), "Which way is better; auto goes by the monitor's name.")
        Field("baseline", \.$baseline, .optional(.number()), "A value that must be beaten for the first improvement.")
        Field(
            "restore_best_weights", \.$restoreBestWeights, .boolean, "Whether the weights of the best epoch are given back.")
        Field("start_from_epoch", \.$startFromEpoch, .integer(0...), "The first epoch, from 0, that is watched.")
    }
}
