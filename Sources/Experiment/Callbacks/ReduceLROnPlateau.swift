import Network
import Plan

/// `ReduceLROnPlateau` as written.
public struct ReduceLROnPlateauArguments: CallbackArguments {
    private static let defaults = ReduceLROnPlateau()

    /// The name watched.
    @Located public var monitor = defaults.monitor ?? ""
    /// What the rate is multiplied by.
    @Located public var factor = defaults.factor
    /// Epochs without improvement before it acts.
    @Located public var patience = defaults.patience
    /// Which way is better.
    @Located public var mode = ModeChoice.auto
    /// The least change that counts.
    @Located public var minDelta = defaults.minDelta
    /// Epochs to wait after a reduction.
    @Located public var cooldown = defaults.cooldown
    /// The rate's floor.
    @Located public var minLr = defaults.minLr

    /// The monitor and its mode.
    public var monitored: Monitored? { Monitored($monitor, $mode) }

    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind {
        ReduceLROnPlateau(
            monitor: monitor, factor: factor, patience: patience, mode: mode, minDelta: minDelta, cooldown: cooldown,
            minLr: minLr)
    }
}

extension ReduceLROnPlateauArguments: Declared {
    static let declaration: Declaration<ReduceLROnPlateauArguments> = Declaration(
        kind: ReduceLROnPlateau.kind, keras: "keras.callbacks.ReduceLROnPlateau", absent: CallbackHints.absent,
        start: ReduceLROnPlateauArguments(), "Multiplies the learning rate when the monitor has not improved for a while."
    ) {
        Field("monitor", \.$monitor, .text, examples: ["val_loss"], "The name in the history that is watched.")
        Field("factor", \.$factor, .number(.between(0, 1)), "What the learning rate is multiplied by, below 1.")
        Field("patience", \.$patience, .integer(0...), "Epochs without improvement before it acts.")
        Field("mode", \.$mode, .choice(), "Which way is better; auto goes by the monitor's name.")
        Field(
            "min_delta", \.$minDelta, .number(.atLeast(0)), formerly: ["epsilon"],
            "The least change that counts as an improvement.")
        Field("cooldown", \.$cooldown, .integer(0...), "Epochs to wait after a reduction.")
        Field("min_lr", \.$minLr, .number(.atLeast(0)), examples: ["1e-5"], "The floor of the learning rate.")
    }
}
