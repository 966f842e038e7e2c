/// A learning rate: a number, or a schedule that gives one for each step.
public enum LearningRate: Codable, Hashable, Sendable, ExpressibleByFloatLiteral {
    /// The same for every step, until a callback changes it.
    case constant(Double)
    /// A function of the step.
    case schedule(OneOf<ScheduleFamily>)

    /// A constant rate.
    public init(floatLiteral value: Double) { self = .constant(value) }

    /// The rate of a step, counted from 0.
    public func rate(at step: Int) -> Float {
        switch self {
        case .constant(let rate): Float(rate)
        case .schedule(let schedule): schedule.value.rate(at: step)
        }
    }

    /// What the rates of single layers are measured by: the constant, or what the schedule decays from.
    public var reference: Double {
        switch self {
        case .constant(let rate): rate
        case .schedule(let schedule): schedule.value.reference
        }
    }

    /// Whether it is a schedule.
    public var isSchedule: Bool {
        if case .schedule = self { true } else { false }
    }

    /// Reads a number or a schedule.
    public init(from decoder: any Decoder) throws {
        if let rate = try? decoder.singleValueContainer().decode(Double.self) {
            self = .constant(rate)
        } else {
            self = .schedule(try OneOf<ScheduleFamily>(from: decoder))
        }
    }

    /// Writes a number or a schedule.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .constant(let rate):
            var container = encoder.singleValueContainer()
            try container.encode(rate)
        case .schedule(let schedule): try schedule.encode(to: encoder)
        }
    }
}

/// A learning rate as a function of the optimizer's step, in single precision, as Keras computes it
/// (`keras.optimizers.schedules`).
public protocol Schedule: Kind {
    /// What it decays from.
    var reference: Double { get }
    /// The rate of a step, counted from 0.
    func rate(at step: Int) -> Float
}

/// All schedules of the language.
public enum ScheduleFamily: KindFamily {
    /// Every kind of schedule.
    public static let members: [any Kind.Type] = [
        CosineDecay.self, CosineDecayRestarts.self, ExponentialDecay.self, InverseTimeDecay.self, PiecewiseConstantDecay.self,
        PolynomialDecay.self,
    ]
    /// A kind as a schedule.
    public static func cast(_ kind: any Kind) -> (any Schedule)? { kind as? any Schedule }
}
