/// What a layer does to its values at the end: element by element, softmax over the last axis.
public enum ActivationFunction: Hashable, Sendable {
    /// x.
    case linear
    /// x above `threshold`, but at most `most`; `slope` (x - threshold) below it (`keras.layers.ReLU`).
    case rectifier(slope: Double, threshold: Double, most: Double?)
    /// `scale` times x above 0, and `scale` `alpha` (exp(x) - 1) below it (`keras.layers.ELU`).
    case exponentialUnit(alpha: Double, scale: Double)
    /// x Φ(x), with the normal distribution's Φ as it is, not tanh's likeness of it.
    case gelu
    /// x / (1 + exp(-x)).
    case silu
    /// `slope` x + 1/2, within 0 and 1.
    case clippedLine(slope: Double)
    /// x (x / 6 + 1/2), the second factor within 0 and 1.
    case hardSilu
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// exp(x) / sum(exp(x)) over the last axis.
    case softmax
    /// log(1 + exp(x)).
    case softplus
    /// tanh(x).
    case tanh

    /// max(x, 0).
    public static let relu = rectifier(slope: 0, threshold: 0, most: nil)
    /// max(x, 0), at most 6.
    public static let relu6 = rectifier(slope: 0, threshold: 0, most: 6)
    /// x above 0, 0.2 x below it: Keras's function of that name; its layer has 0.3.
    public static let leakyRelu = rectifier(slope: 0.2, threshold: 0, most: nil)
    /// x above 0, exp(x) - 1 below it.
    public static let elu = exponentialUnit(alpha: 1, scale: 1)
    /// The self-normalizing unit (Klambauer et al. 2017), with Keras's constants.
    public static let selu = exponentialUnit(alpha: 1.6732632423543772848170429916717, scale: 1.0507009873554804934193349852946)
    /// x / 6 + 1/2, within 0 and 1: what Keras 3 calls hard_sigmoid; ``under(_:)`` gives that of its forerunners.
    public static let hardSigmoid = clippedLine(slope: 1 / 6)

    /// Whether two functions are the same. Written out: Swift would compare their names, which are found by comparing.
    public static func == (a: ActivationFunction, b: ActivationFunction) -> Bool {
        switch (a, b) {
        case (.rectifier(let slope, let threshold, let most), .rectifier(let otherSlope, let otherThreshold, let otherMost)):
            (slope, threshold) == (otherSlope, otherThreshold) && most == otherMost
        case (.exponentialUnit(let alpha, let scale), .exponentialUnit(let otherAlpha, let otherScale)):
            (alpha, scale) == (otherAlpha, otherScale)
        case (.clippedLine(let slope), .clippedLine(let otherSlope)): slope == otherSlope
        case (.linear, .linear), (.gelu, .gelu), (.silu, .silu), (.hardSilu, .hardSilu), (.sigmoid, .sigmoid),
            (.softmax, .softmax),
            (.softplus, .softplus), (.tanh, .tanh):
            true
        default: false
        }
    }

    /// Every function that has a name, by Keras's names for them.
    public static let named: [(name: String, function: ActivationFunction)] = [
        ("linear", .linear), ("relu", .relu), ("relu6", .relu6), ("leaky_relu", .leakyRelu), ("elu", .elu), ("selu", .selu),
        ("gelu", .gelu), ("silu", .silu), ("hard_sigmoid", .hardSigmoid), ("hard_silu", .hardSilu), ("sigmoid", .sigmoid),
        ("softmax", .softmax), ("softplus", .softplus), ("tanh", .tanh),
    ]

    /// Other names that Keras has for some of them.
    public static let aliases: [(name: String, function: ActivationFunction)] = [("swish", .silu), ("hard_swish", .hardSilu)]

    /// Whether its derivative must be computed from its argument: the result does not tell it.
    public var needsArgument: Bool {
        switch self {
        case .rectifier(let slope, let threshold, _): threshold != 0 || slope < 0
        case .exponentialUnit(let alpha, let scale): alpha <= 0 || scale <= 0
        case .gelu, .silu, .hardSilu: true
        default: false
        }
    }

    /// The function that this one was in an era of Keras.
    public func under(_ semantics: Semantics) -> ActivationFunction {
        self == .hardSigmoid ? .clippedLine(slope: semantics.hardSigmoid.slope) : self
    }
}

extension ActivationFunction: RawRepresentable, CaseIterable, Codable {
    /// The functions with names.
    public static var allCases: [ActivationFunction] { named.map(\.function) }

    /// Its name; for one without a name, which only layers with arguments have, its arguments.
    public var rawValue: String { Self.named.first { $0.function == self }?.name ?? String(describing: self) }

    /// The function of that name, or of that alias.
    public init?(rawValue: String) {
        guard let entry = (Self.named + Self.aliases).first(where: { $0.name == rawValue }) else { return nil }
        self = entry.function
    }
}

/// A layer that is nothing but a function. Shapes pass through.
public protocol ActivationLayer: ActivatedLayer {}

extension ActivationLayer {
    /// The input's.
    public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
}
