import Network
import Plan

/// `ModelCheckpoint` as written.
public struct ModelCheckpointArguments: CallbackArguments {
    private static let defaults = ModelCheckpoint()

    /// The name watched.
    @Located public var monitor = defaults.monitor ?? ""
    /// Which way is better.
    @Located public var mode = ModeChoice.auto
    /// Whether only an improvement is saved.
    @Located public var saveBestOnly = defaults.saveBestOnly

    /// The monitor and its mode.
    public var monitored: Monitored? { Monitored($monitor, $mode) }

    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind {
        ModelCheckpoint(monitor: monitor, mode: mode, saveBestOnly: saveBestOnly)
    }
}
