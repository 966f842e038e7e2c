/// Normalization over all places and some neighbouring channels of each sample (Wu and He 2018; `keras.layers.GroupNormalization`, axis -1).
///
/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with the biased variance of the group. Shapes pass through.
public struct GroupNormalization: Layer {
    /// The kind's name.
    public static let kind = "GroupNormalization"
    /// How many groups the channels are divided into; -1 for one a channel (instance normalization).
    public var groups: Int
    /// What is added to the variance.
    public var epsilon: Double
    /// Whether beta is added.
    public var center: Bool
    /// Whether gamma multiplies.
    public var scale: Bool

    /// Creates the layer with Keras's defaults.
    public init(groups: Int = 32, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true) {
        self.groups = groups
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
    }

    /// The number of channels in a group.
    public func groupSize(for input: Shape) -> Int { groups == -1 ? 1 : (input.extents.last ?? 1) / max(groups, 1) }

    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
        let channels = input.extents.last ?? 0
        guard groups == -1 || (groups > 0 && channels % groups == 0) else {
            throw ShapeError(
                "GroupNormalization has groups \(groups), and its input has \(channels) channels",
                help: ["groups divides the number of channels; -1 is a group for each"])
        }
        return input
    }

    /// gamma, beta; each (channels).
    public func parameters(for input: Shape) -> [Parameter] { .scaleAndShift(input, scale: scale, center: center) }
}
