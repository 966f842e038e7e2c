/// Ends a training whose loss is no number any more (`keras.callbacks.TerminateOnNaN`); without it such a loss is an error.
public struct TerminateOnNaN: CallbackKind {
    /// The kind's name.
    public static let kind = "TerminateOnNaN"
    /// Creates the callback.
    public init() {}
    /// None: it looks at every batch's loss.
    public var monitor: String? { nil }
}
