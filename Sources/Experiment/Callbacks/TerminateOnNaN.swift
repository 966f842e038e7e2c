import Plan

/// `TerminateOnNaN` as written.
public struct TerminateOnNaNArguments: CallbackArguments {
    /// It watches no name.
    public var monitored: Monitored? { nil }
    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind { TerminateOnNaN() }
}

extension TerminateOnNaNArguments: Declared {
    static let declaration: Declaration<TerminateOnNaNArguments> = Declaration(
        kind: TerminateOnNaN.kind, keras: "keras.callbacks.TerminateOnNaN",
        absent: ["raise_error": "without this callback a loss that is no number is an error"], start: TerminateOnNaNArguments(),
        "Ends a training when its loss is no number any more; without it such a loss is an error.")
}
