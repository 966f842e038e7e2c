/// What each epoch of a training gave (`keras.callbacks.History`).
public struct History: Codable, Hashable, Sendable {
    /// One epoch.
    public struct Row: Codable, Hashable, Sendable {
        /// Which, from 1.
        public var epoch: Int
        /// How long it took, with its validation.
        public var seconds: Double
        /// How much of that was spent waiting for data.
        public var waitSeconds: Double
        /// Its values: `loss`, the metrics, the same of the validation with `val_`, the learning rate that it ran with.
        public var logs: Logs

        /// Creates a row.
        public init(epoch: Int, seconds: Double, waitSeconds: Double = 0, logs: Logs) {
            self.epoch = epoch
            self.seconds = seconds
            self.waitSeconds = waitSeconds
            self.logs = logs
        }
    }

    /// The epochs, in order.
    public internal(set) var rows: [Row] = []

    /// Creates an empty history.
    public init() {}

    /// The values of a name, an epoch each; empty where no epoch has it.
    public func values(_ name: String) -> [Double] { rows.compactMap { $0.logs[name] } }
}
