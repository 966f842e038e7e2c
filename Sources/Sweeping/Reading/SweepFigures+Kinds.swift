import Foundation
import Plan
import Results

extension SweepFigures {
    /// What each trial measured, in the order of the points, and the best so far.
    var history: PanelFigure {
        let objective = reading.sweep.objective
        let rows = table.rows.sorted { $0.number < $1.number }
        let done = rows.filter { !$0.values.isEmpty }
        let values = done.flatMap { $0.values.map(\.value) }
        let pruned = rows.filter { $0.standing == .pruned }
        var axis = objectiveAxis(values, label: objectiveName)
        if values.isEmpty { axis = PlotAxis(objectiveName, .linear, over: pruned.compactMap(\.mean)) }
        let numbers = rows.map { Double($0.number) }
        var panel = PanelFigure.Panel(x: PlotAxis("Point", .whole, over: numbers), y: axis)

        // Stairs: the best mean up to each point.
        var stairs = (x: [Double](), y: [Double]())
        for row in done {
            guard let mean = row.mean else { continue }
            if let last = stairs.y.last {
                stairs.x += [Double(row.number), Double(row.number)]
                stairs.y += [last, objective.cost(mean) < objective.cost(last) ? mean : last]
            } else {
                stairs.x.append(Double(row.number))
                stairs.y.append(mean)
            }
        }
        if let last = stairs.y.last, let end = numbers.max() {
            stairs.x.append(end)
            stairs.y.append(last)
        }
        panel.lines = [PanelFigure.Line(x: stairs.x, y: stairs.y, color: Self.best, width: 1.9)]
        let (least, most) = (axis.range.lowerBound, axis.range.upperBound)
        let failed = rows.filter { $0.standing == .failed }.map { Double($0.number) }
        // What failed has no value: it stands at the worse end.
        let worse = objective.mode == .min ? most : least
        panel.points = [
            .init(x: pruned.map { Double($0.number) }, y: pruned.map { $0.mean ?? worse }, color: Self.ended, mark: .ring),
            .init(x: failed, y: failed.map { _ in worse }, color: Self.failed, mark: .cross),
            .init(
                x: done.flatMap { row in row.values.map { _ in Double(row.number) } }, y: values, color: Self.plain),
        ]
        if let best = table.best, let mean = best.mean {
            panel.points.append(.init(x: [Double(best.number)], y: [mean], color: Self.best, mark: .chosen))
        }
        var keys: [PanelFigure.Key] = [
            .init(reading.sweep.seeds.count > 1 ? "a seed of a point" : "a point", Self.plain, .disc),
            .init("best so far", Self.best, nil),
        ]
        if !pruned.isEmpty { keys.append(.init("pruned", Self.ended, .ring)) }
        if !failed.isEmpty { keys.append(.init("failed", Self.failed, .cross)) }
        if values.contains(where: axis.isBeyond) { keys.append(.init("beyond the axis", Self.plain, .ring)) }
        return PanelFigure(title: "\(title): points in order", panels: [panel], keys: keys)
    }

    /// The objective over each parameter.
    var slices: PanelFigure {
        let done = table.rows.filter { $0.mean != nil && !$0.values.isEmpty }
        let axis = objectiveAxis(done.compactMap(\.mean), label: objectiveName)
        let panels = table.varying.map { path -> PanelFigure.Panel in
            let (below, place) = parameterAxis(path)
            var panel = PanelFigure.Panel(x: below, y: axis)
            var isNames = false
            if case .names = below.scale { isNames = true }
            let points = done.compactMap { row -> (x: Double, y: Double, isBest: Bool)? in
                guard let value = row.assignment[path], let x = place(value), let mean = row.mean else { return nil }
                // Points of one name stand beside each other, the same way each time.
                return (isNames ? x + Self.jitter(row.number) * 0.6 : x, mean, row.number == table.best?.number)
            }
            let others = points.filter { !$0.isBest }
            panel.points = [.init(x: others.map(\.x), y: others.map(\.y), color: Self.plain)]
            let best = points.filter(\.isBest)
            panel.points.append(.init(x: best.map(\.x), y: best.map(\.y), color: Self.best, mark: .chosen))
            return panel
        }
        var keys: [PanelFigure.Key] = [
            .init(reading.sweep.seeds.count > 1 ? "a point, the mean over its seeds" : "a point", Self.plain, .disc),
            .init("the best", Self.best, .chosen),
        ]
        if done.contains(where: { $0.mean.map(axis.isBeyond) ?? false }) {
            keys.append(.init("beyond the axis", Self.plain, .ring))
        }
        return PanelFigure(title: "\(title): \(objectiveName) over each parameter", panels: panels, keys: keys)
    }

    /// A line a point through its parameters to the objective.
    var parallel: ParallelFigure {
        let done = table.rows.filter { $0.mean != nil && !$0.values.isEmpty }
        let axis = objectiveAxis(done.compactMap(\.mean), label: objectiveName)
        let parameters = table.varying.map { ($0, parameterAxis($0)) }
        // The worst at the bottom, the best over all of them.
        let lines = done.reversed().map { row -> ParallelFigure.Line in
            let isBest = row.number == table.best?.number
            let places = parameters.map { path, entry in row.assignment[path].flatMap(entry.place) }
            let color = isBest ? Self.best : ColorScale.color(share(row.mean ?? .nan, axis), alpha: 0.75)
            return ParallelFigure.Line(values: places + [row.mean], color: color, width: isBest ? 3 : 1.3)
        }
        return ParallelFigure(
            title: "\(title): all points", axes: parameters.map(\.1.axis) + [axis], lines: lines,
            keys: [
                .init("the best", Self.best, nil), .init("good", ColorScale.color(0), nil),
                .init("middling", ColorScale.color(0.5), nil), .init("poor", ColorScale.color(1), nil),
            ])
    }

    /// How much of the variance each parameter explains.
    func importanceBars(_ importance: [(path: String, share: Double)]) -> BarFigure {
        BarFigure(
            title: "\(title): what the objective depends on",
            groups: [
                .init(
                    name: "Share of the variance of \(objectiveName) (fANOVA)",
                    bars: importance.map { entry in
                        .init(
                            name: entry.path, value: entry.share, label: String(format: "%.1f %%", entry.share * 100),
                            color: Self.plain)
                    })
            ])
    }

    /// The curves of all trials; nil where none has one.
    func learningCurves(_ curve: SweepCurves) -> PanelFigure? {
        let standing = Dictionary(table.rows.map { ($0.number, $0) }) { first, _ in first }
        let entries = reading.trials.compactMap { trial -> (trial: TrialState, values: [Double])? in
            guard let values = curve(trial), !values.isEmpty else { return nil }
            return (trial, values)
        }
        guard !entries.isEmpty else { return nil }
        let axis = objectiveAxis(table.rows.compactMap { $0.values.isEmpty ? nil : $0.mean }, label: objectiveName)
        var limits = SweepFigures.CurveLimits(mode: curve.mode)
        entries.forEach { limits.add($0.values) }
        var panel = PanelFigure.Panel(
            x: PlotAxis("Epoch", .whole, over: entries.flatMap { [1, Double($0.values.count)] }),
            y: PlotAxis("\(curve.step) \(curve.metric)", .linear, over: limits.values))
        let ordered = entries.sorted { a, b in
            func rank(_ trial: TrialState) -> Int { standing[trial.key.number]?.standing == .completed ? 1 : 0 }
            let first = (rank(a.trial), -cost(standing[a.trial.key.number]), b.trial.key)
            let second = (rank(b.trial), -cost(standing[b.trial.key.number]), a.trial.key)
            return first < second
        }
        let best = table.best?.number
        for (trial, values) in ordered where trial.key.number != best {
            let epochs = values.indices.map { Double($0 + 1) }
            let row = standing[trial.key.number]
            let color =
                trial.ending?.outcome == .completed
                ? ColorScale.color(share(row?.mean ?? .nan, axis), alpha: 0.8) : Self.ended
            panel.lines.append(.init(x: epochs, y: values, color: color, width: 1.1))
            // The mark of how it ended stands where its line does.
            guard let outcome = trial.ending?.outcome, outcome != .completed, let last = values.lastIndex(where: \.isFinite)
            else {
                continue
            }
            let isFailed = outcome == .failed
            panel.points.append(
                .init(
                    x: [epochs[last]], y: [values[last]], color: isFailed ? Self.failed : Self.ended,
                    mark: isFailed ? .cross : .ring))
        }
        for (trial, values) in ordered where trial.key.number == best {
            panel.lines.append(.init(x: values.indices.map { Double($0 + 1) }, y: values, color: Self.best, width: 2.4))
        }
        var keys: [PanelFigure.Key] = [.init("the best", Self.best, nil)]
        let outcomes = entries.map { $0.trial.ending?.outcome }
        if outcomes.contains(.pruned) { keys.append(.init("pruned", Self.ended, .ring)) }
        if outcomes.contains(.failed) { keys.append(.init("failed", Self.failed, .cross)) }
        if outcomes.contains(nil) { keys.append(.init("not at its end", Self.ended, nil)) }
        return PanelFigure(
            title: "\(title): all trainings", panels: [panel], keys: keys,
            bar: .init(label: reading.sweep.objective.metric, dark: "best", light: "worst"))
    }

    private func cost(_ row: SweepTable.Row?) -> Double { row?.mean.map(reading.sweep.objective.cost) ?? .infinity }

    /// Where a value lies between the best, 0, and the worst that the axis shows, 1.
    private func share(_ value: Double, _ axis: PlotAxis) -> Double {
        guard let share = axis.share(value) else { return 1 }
        return reading.sweep.objective.mode == .min ? share : 1 - share
    }

    /// A number from -0.5 to 0.5 for each number, spread evenly (the golden ratio's multiples).
    private static func jitter(_ number: Int) -> Double {
        let place = Double(number) * 0.618_033_988_749_895
        return place - place.rounded(.down) - 0.5
    }

    /// The values that the axis of the curves should hold: all but those of a few that diverged.
    private struct CurveLimits {
        let mode: MonitorMode
        private var costs: [Double] = []

        init(mode: MonitorMode) { self.mode = mode }

        mutating func add(_ values: [Double]) { costs += values.filter { abs($0) < 1e300 }.map { mode == .min ? $0 : -$0 } }

        var values: [Double] {
            let sorted = costs.sorted()
            guard let least = sorted.first else { return [] }
            let limit = sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
            let most = least + (limit - least) * 1.5
            return sorted.filter { $0 <= most }.map { mode == .min ? $0 : -$0 }
        }
    }
}
