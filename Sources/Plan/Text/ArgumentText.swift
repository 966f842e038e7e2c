import Network

/// The arguments of a kind as people read them: `monitor: val_loss, patience: 15`. Folds over the value's own declaration, so that a new kind
/// needs nothing here.
enum ArgumentText {
    /// Every argument that has a value, in the order of the declaration, but for those left out. A no-break space keeps each together.
    static func arguments(of value: Any, leavingOut hidden: Set<String> = []) -> [String] {
        Mirror(reflecting: value).children.flatMap { child -> [String] in
            let later = child.value as? any WrittenLater
            if let rules = later?.shown as? UpdateRules { return arguments(of: rules) }
            guard let name = child.label, let text = text(child.value) else { return [] }
            // A wrapped property is stored under its name with a line before it.
            let label = later == nil ? name : String(name.dropFirst())
            return hidden.contains(label) ? [] : ["\(label.snakeCased):\u{A0}\(text)"]
        }
    }

    /// A value in words; nil for a missing one and for an empty list.
    static func text(_ value: Any) -> String? {
        switch value {
        case let value as String: return value
        case let value as Double: return ReadableNumber.short(value)
        case let value as Int: return String(value)
        case let value as Bool: return String(value)
        case let value as any WrittenLater: return value.shown.flatMap { text($0) }
        case let value as any DescribedInPlan: return value.description
        case let value as any RawRepresentable: return value.rawValue as? String
        case let value as any KindWrapper: return kind(value.kind)
        case let value as [Any]:
            let joined = value.compactMap { text($0) }.joined(separator: ", ")
            let areNumbers = value.first is Int || value.first is Double
            return joined.isEmpty ? nil : areNumbers ? "[\(joined)]" : joined
        default:
            let mirror = Mirror(reflecting: value)
            if mirror.displayStyle == .optional { return mirror.children.first.flatMap { text($0.value) } }
            return arguments(of: value).joined(separator: ", ")
        }
    }

    /// A kind with its arguments: `EarlyStopping(monitor: val_loss, patience: 15)`.
    static func kind(_ kind: any Kind) -> String {
        let arguments = arguments(of: kind)
        let name = type(of: kind).kind
        return arguments.isEmpty ? name : "\(name)(\(arguments.joined(separator: ", ")))"
    }
}

/// A value that says itself how it reads in a plan's text.
protocol DescribedInPlan: CustomStringConvertible {}

/// A kind of any family.
private protocol KindWrapper {
    var kind: any Kind { get }
}

extension OneOf: KindWrapper {}

/// An argument that is shown where it differs from its default.
private protocol WrittenLater {
    var shown: Any? { get }
}

extension LaterArgument: WrittenLater {
    var shown: Any? { isDefault ? nil : wrappedValue }
}
extension Shape: DescribedInPlan {}

extension LearningRate: DescribedInPlan {
    /// `0.001`, or the schedule with its arguments.
    public var description: String {
        switch self {
        case .constant(let rate): ReadableNumber.short(rate)
        case .schedule(let schedule): ArgumentText.kind(schedule.kind)
        }
    }
}

extension LoadWeightsStep.Source: DescribedInPlan {
    /// `training_1.best`, or the file's path.
    public var description: String {
        switch self {
        case .training(let step, let which): "\(step).\(which.rawValue)"
        case .file(let path): path
        }
    }
}

extension MetricPlan: DescribedInPlan {
    /// `acc (BinaryAccuracy)`, `pr_auc (AUC, curve: PR)`.
    public var description: String {
        "\(name) (\(([metric.name] + ArgumentText.arguments(of: metric.kind)).joined(separator: ", ")))"
    }
}
