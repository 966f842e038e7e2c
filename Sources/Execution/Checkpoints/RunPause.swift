/// Where a run is left as if it had been interrupted: at the end of an epoch, once its checkpoint is on the disk.
///
/// A training that ends before, and one that has gone beyond, is not left at all.
public struct RunPause: Hashable, Sendable {
    /// The id of the training.
    public var step: String
    /// The epoch, from 1.
    public var epoch: Int
    /// Whether the state is kept as a ``Rung``, for other runs to go on from.
    public var keepsRung: Bool

    /// Creates a pause.
    public init(step: String, epoch: Int, keepsRung: Bool = false) {
        self.step = step
        self.epoch = epoch
        self.keepsRung = keepsRung
    }

    /// Reads `training_1:4`; nil where that is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            let epoch = Int(text[text.index(after: colon)...]), epoch > 0
        else { return nil }
        self.init(step: String(text[..<colon]), epoch: epoch)
    }
}
