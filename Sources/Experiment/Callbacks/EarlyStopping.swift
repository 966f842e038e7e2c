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
