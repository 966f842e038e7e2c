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
    @Located public var minLearningRate = defaults.minLearningRate

    /// The monitor and its mode.
    public var monitored: Monitored? { Monitored($monitor, $mode) }

    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind {
        ReduceLROnPlateau(
            monitor: monitor, factor: factor, patience: patience, mode: mode, minDelta: minDelta, cooldown: cooldown,
            minLearningRate: minLearningRate)
    }
}
