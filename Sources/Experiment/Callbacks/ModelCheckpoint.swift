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

extension ModelCheckpointArguments: Declared {
    static let declaration: Declaration<ModelCheckpointArguments> = Declaration(
        kind: ModelCheckpoint.kind, keras: "keras.callbacks.ModelCheckpoint",
        absent: CallbackHints.absent.merging(
            [
                "filepath": "weights are kept in the run directory, under the training's id",
                "save_weights_only": "it always saves weights alone",
            ], uniquingKeysWith: { first, _ in first }), start: ModelCheckpointArguments(),
        "Saves the weights at the end of an epoch."
    ) {
        Field("monitor", \.$monitor, .text, examples: ["val_loss"], "The name in the history that is watched.")
        Field("mode", \.$mode, .choice(), "Which way is better; auto goes by the monitor's name.")
        Field("save_best_only", \.$saveBestOnly, .boolean, "Whether only an improvement is saved.")
    }
}
