import Network

/// A sweep as `assay plan` shows it: what varies, how points are chosen, how many trials there are and how long they will take.
public struct SweepText: Sendable {
    /// What is shown.
    public var plan: SweepPlan
    /// The number of points.
    public var points: Int
    /// Whether there may be fewer points.
    public var isUpperBound: Bool
    /// The first points, each as `--set` would have it.
    public var firstPoints: [[SweepSetting]]
    /// About how long one trial takes, in seconds, and the timed training steps in milliseconds by their step's id; nil where nothing was
    /// timed.
    public var time: (seconds: Double, steps: [(id: String, milliseconds: Double)])?
    /// The threads with which it was timed.
    public var threads: Int
    /// The most characters in a line, where words allow it.
    public var width: Int
    /// What tables are drawn with.
    public var style: TextTable.Style

    /// Creates a text.
    public init(
        _ plan: SweepPlan, points: Int, isUpperBound: Bool = false, firstPoints: [[SweepSetting]] = [],
        time: (seconds: Double, steps: [(id: String, milliseconds: Double)])? = nil, threads: Int = 1, width: Int = 100,
        style: TextTable.Style = .box
    ) {
        self.plan = plan
        self.points = points
        self.isUpperBound = isUpperBound
        self.firstPoints = firstPoints
        self.time = time
        self.threads = threads
        self.width = max(width, 60)
        self.style = style
    }

    /// The whole text, ending in a line break.
    public func render() -> String {
        var lines = ["Sweep \(plan.name)"]
        lines += row("method", words(plan.method.name, ArgumentText.arguments(of: plan.method.kind)) + "\(dot)seed \(plan.seed)")
        if !(plan.scheduler.kind is NoScheduler) {
            lines += row(
                "scheduler", words(plan.scheduler.name, ArgumentText.arguments(of: plan.scheduler.kind, leavingOut: ["watch"])))
            if let watch = plan.scheduler.value.watch {
                lines += row("watches", "\(watch.metric) of \(watch.step)\(dot)\(way(watch.mode))\(dot)\(watch.epochs) epochs")
            }
        }
        lines += row(
            "objective",
            "\(plan.objective.metric) of \(plan.objective.step)\(dot)\(way(plan.objective.mode))\(dot)\(plan.objective.epoch.rawValue) epoch"
        )
        lines += row("trials", size)
        for (index, constraint) in plan.constraints.enumerated() { lines += row(index == 0 ? "where" : "and", constraint.text) }
        if let time { lines += row("time", estimate(time)) }
        lines.append("")
        lines += parameters.lines(width: width - 2, style: style).map { "  " + $0 }
        if !firstPoints.isEmpty {
            lines += ["", "  first points"]
            for point in firstPoints {
                lines += point.map(\.text).joined(separator: " ").wrapped(to: width - 4, indent: 2).map { "    " + $0 }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var dot: String { style == .box ? " · " : ", " }

    private func row(_ title: String, _ text: String) -> [String] {
        let lines = text.wrapped(to: width - 14, indent: 0)
        return lines.enumerated().map { index, line in
            let head = index == 0 ? title : ""
            return "  " + head + String(repeating: " ", count: max(1, 12 - head.count)) + line
        }
    }

    private func words(_ name: String, _ arguments: [String]) -> String {
        arguments.isEmpty ? name : "\(name) (\(arguments.joined(separator: ", ")))"
    }

    private func way(_ mode: MonitorMode) -> String { mode == .min ? "lower is better" : "higher is better" }

    private var size: String {
        let trials = Limits.product([points, plan.seeds.count])
        let most = isUpperBound ? "at most " : ""
        func count(_ number: Int, _ noun: String) -> String {
            "\(ReadableNumber.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
        }
        let seeds = plan.seeds.count <= 10 ? " (\(plan.seeds.map(String.init).joined(separator: ", ")))" : ""
        let extra = plan.extraTrials.isEmpty ? "" : ", \(plan.extraTrials.count) of them written out"
        return
            "\(most)\(count(points, "point"))\(extra) \(style == .box ? "×" : "x") \(count(plan.seeds.count, "seed"))\(seeds) = \(most)\(count(trials, "trial"))"
    }

    private func estimate(_ time: (seconds: Double, steps: [(id: String, milliseconds: Double)])) -> String {
        let trials = Limits.product([points, plan.seeds.count])
        let all = ReadableNumber.duration(time.seconds * Double(trials))
        let steps = time.steps.map { "\($0.id) \(ReadableNumber.short(($0.milliseconds * 100).rounded() / 100)) ms" }.joined(
            separator: ", ")
        let isLess = !(plan.scheduler.kind is NoScheduler) || isUpperBound
        return
            "\(isLess ? "at most " : "")about \(all) of computing on one worker of \(threads) thread\(threads == 1 ? "" : "s"): about \(ReadableNumber.duration(time.seconds)) a trial (a training step of \(steps))"
    }

    private var parameters: TextTable {
        TextTable(
            [TextTable.Column("parameter"), TextTable.Column("values"), TextTable.Column("when")],
            rows: plan.parameters.map { parameter in
                let conditions = parameter.conditions.map { condition in
                    "\(condition.path) = " + condition.values.map(\.text).joined(separator: " or ")
                }
                return [parameter.path, parameter.domain.text, conditions.joined(separator: ", ")]
            })
    }
}

extension SweepDomain {
    /// In words: `4, 8, 16`, `0 to 0.5`.
    public var text: String {
        func number(_ value: Double) -> String { SweepValue.number(value).text }
        switch self {
        case .values(let values, _):
            guard values.count > 12 else { return values.map(\.text).joined(separator: ", ") }
            let first = values.prefix(3).map(\.text).joined(separator: ", ")
            return "\(first), … \(values[values.count - 1].text) (\(ReadableNumber.grouped(values.count)) values)"
        case .uniform(let low, let high): return "\(number(low)) to \(number(high))"
        case .logUniform(let low, let high): return "\(number(low)) to \(number(high)), logarithmic"
        case .intUniform(let low, let high): return "\(low) to \(high), whole numbers"
        }
    }
}

extension ReadableNumber {
    /// A time as people say it: `40 ms`, `12 s`, `3.5 min`, `2.1 h`, `4 days`.
    public static func duration(_ seconds: Double) -> String {
        let units: [(limit: Double, size: Double, name: String)] = [
            (0.9995, 1e-3, "ms"), (99.5, 1, "s"), (5970, 60, "min"), (172_800, 3600, "h"),
        ]
        let unit = units.first { seconds < $0.limit } ?? (.infinity, 86_400, "days")
        let value = seconds / unit.size
        // Two digits are more than an estimate is worth.
        let digits = value < 9.95 ? (value * 10).rounded() / 10 : value < 99.5 ? value.rounded() : (value / 10).rounded() * 10
        return "\(short(digits)) \(unit.name)"
    }
}
