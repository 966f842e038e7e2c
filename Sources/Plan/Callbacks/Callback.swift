import Network

/// Something that watches a training and may act between its epochs and batches, as a value; Training does it.
public protocol CallbackKind: Kind {
    /// The name in the history that it watches; nil where it watches none.
    var monitor: String? { get }
}

/// Which way is better.
public enum MonitorMode: String, Codable, Sendable, CaseIterable {
    /// Lower.
    case min
    /// Higher.
    case max
}

/// All callbacks of the language.
public enum CallbackFamily: KindFamily {
    /// Every kind of callback.
    public static let members: [any Kind.Type] = [
        BackupAndRestore.self, CSVLogger.self, EarlyStopping.self, LearningRateScheduler.self, ModelCheckpoint.self,
        ReduceLROnPlateau.self, TerminateOnNaN.self,
    ]
    /// A kind as a callback.
    public static func cast(_ kind: any Kind) -> (any CallbackKind)? { kind as? any CallbackKind }
}
