/// Draws whose variance is `scale` divided by a number of connections (`keras.initializers.VarianceScaling`).
public struct VarianceScaling: InitializerKind {
    /// The kind's name.
    public static let kind = "VarianceScaling"

    /// What the variance is divided by.
    public enum Mode: String, Codable, Sendable, CaseIterable {
        /// The inputs of a unit.
        case fanIn = "fan_in"
        /// Its outputs.
        case fanOut = "fan_out"
        /// Their mean.
        case fanAvg = "fan_avg"
    }

    /// How draws are spread.
    public enum Distribution: String, Codable, Sendable, CaseIterable {
        /// The bell curve without what lies beyond two deviations, widened to have the variance all the same.
        case truncatedNormal = "truncated_normal"
        /// The bell curve.
        case untruncatedNormal = "untruncated_normal"
        /// Evenly around 0.
        case uniform
    }

    /// The variance times the number of connections.
    public var scale: Double
    /// Which connections.
    public var mode: Mode
    /// How draws are spread.
    public var distribution: Distribution

    /// Creates the initializer with Keras's defaults.
    public init(scale: Double = 1, mode: Mode = .fanIn, distribution: Distribution = .truncatedNormal) {
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
    }

    /// See the type.
    public func distribution(of shape: [Int]) -> Initializer {
        let (inputs, outputs) = Fans.of(shape)
        let connections =
            switch mode {
            case .fanIn: Double(inputs)
            case .fanOut: Double(outputs)
            case .fanAvg: (Double(inputs) + Double(outputs)) / 2
            }
        let variance = scale / max(1, connections)
        switch distribution {
        case .truncatedNormal:
            // The deviation of a bell curve that ends at two deviations.
            return .truncatedNormal(mean: 0, deviation: variance.squareRoot() / 0.87962566103423978)
        case .untruncatedNormal: return .normal(mean: 0, deviation: variance.squareRoot())
        case .uniform:
            let limit = (3 * variance).squareRoot()
            return .uniform(low: -limit, high: limit)
        }
    }
}
