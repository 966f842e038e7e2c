/// How a parameter begins: a number, or draws from a distribution.
public enum Initializer: Codable, Hashable, Sendable {
    /// All zeros.
    case zeros
    /// All ones.
    case ones
    /// One number everywhere.
    case constant(Double)
    /// Evenly between two numbers.
    case uniform(low: Double, high: Double)
    /// The bell curve.
    case normal(mean: Double, deviation: Double)
    /// The bell curve, drawn again where it falls more than two deviations from the mean.
    case truncatedNormal(mean: Double, deviation: Double)
    /// Columns (or rows, where those are fewer) that stand at right angles, all of this length; the last axis counts columns.
    case orthogonal(gain: Double)

    /// U(-L, L) with L = sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010; `keras.initializers.GlorotUniform`).
    public static func glorotUniform(fanIn: Int, fanOut: Int) -> Initializer {
        let limit = (6 / Double(max(Limits.sum([fanIn, fanOut]), 1))).squareRoot()
        return .uniform(low: -limit, high: limit)
    }
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
    /// What its size adds to the loss; nil where it adds nothing.
    public var penalty: Penalty?

    /// Creates a parameter.
    public init(name: String, shape: [Int], role: Role = .trainable, initializer: Initializer, penalty: Penalty? = nil) {
        self.name = name
        self.shape = shape
        self.role = role
        self.initializer = initializer
        self.penalty = penalty
    }

    /// A trainable parameter that begins as the layer says, or as Keras begins it.
    ///
    /// - Parameters:
    ///   - usual: How Keras begins it.
    ///   - initializer: What the layer says; nil for the usual.
    ///   - regularizer: What its size adds to the loss.
    public init(
        _ name: String, _ shape: [Int], usual: any InitializerKind, _ initializer: OneOf<InitializerFamily>?,
        _ regularizer: OneOf<RegularizerFamily>?
    ) {
        self.init(
            name: name, shape: shape, initializer: (initializer?.value ?? usual).distribution(of: shape),
            penalty: regularizer?.value.penalty)
    }

    /// The number of values; the largest `Int` where that does not fit.
    public var count: Int { Limits.product(shape) }
}
