/// How a parameter begins, as Keras begins it.
public enum Initializer: Codable, Hashable, Sendable {
    /// All zeros.
    case zeros
    /// All ones.
    case ones
    /// U(-L, L) with L = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010; `keras.initializers.GlorotUniform`).
    case glorotUniform(fanIn: Int, fanOut: Int)
}

/// One array of numbers that belongs to a layer.
public struct Parameter: Codable, Hashable, Sendable {
    /// What it is for.
    public enum Role: String, Codable, Sendable {
        /// Changed by the optimizer while its layer is trainable.
        case trainable
        /// Kept by the layer itself: moving statistics. Counted as non-trainable.
        case statistic
    }

    /// Its name within the layer, Keras's: `kernel`, `bias`, `gamma`, `beta`, `moving_mean`, `moving_variance`.
    public var name: String
    /// Its extents in Keras's layout: convolutions HWIO, dense (inputs, units).
    public var shape: [Int]
    /// What it is for.
    public var role: Role
    /// How it begins.
    public var initializer: Initializer

    /// Creates a parameter.
    public init(name: String, shape: [Int], role: Role = .trainable, initializer: Initializer) {
        self.name = name
        self.shape = shape
        self.role = role
        self.initializer = initializer
    }

    /// The number of values; the largest `Int` where that does not fit.
    public var count: Int { Limits.product(shape) }
}
