import Diagnostics
import Foundation
import Plan
import Results

/// The figures of a sweep, as values; they depend on results alone, not on times.
public struct SweepFigures {
    /// The name of a figure's files, without what follows the dot, and the figure.
    public enum Figure: Hashable, Sendable {
        /// Panels.
        case panels(PanelFigure)
        /// Axes beside each other.
        case parallel(ParallelFigure)
        /// Bars.
        case bars(BarFigure)

        func svg() throws(Diagnostic) -> Data {
            switch self {
            case .panels(let figure): try figure.svg()
            case .parallel(let figure): try figure.svg()
            case .bars(let figure): try figure.svg()
            }
        }

        func png() throws(Diagnostic) -> Data {
            switch self {
            case .panels(let figure): try figure.png()
            case .parallel(let figure): try figure.png()
            case .bars(let figure): try figure.png()
            }
        }
    }

    // Of Okabe and Ito (2008), as the other figures.
    static let plain = Color(0x0072B2)
    static let best = Color(0xD55E00)
    static let ended = Color(0x8C8C8C)
    static let failed = Color(0x222222)

    let reading: SweepReading
    var table: SweepTable { reading.table }

    /// What is drawn of a reading.
    public init(_ reading: SweepReading) { self.reading = reading }

    /// `evaluation_1 acc`.
    var objectiveName: String { "\(reading.sweep.objective.step) \(reading.sweep.objective.metric)" }
    var title: String { "\(reading.experiment), sweep \(reading.sweep.name)" }

    /// All figures by the names of their files.
    ///
    /// - Parameters:
    ///   - importance: The share of each parameter, by path; empty draws none.
    ///   - curves: The trials' learning curves; nil draws none.
    public func all(importance: [(path: String, share: Double)], curves: SweepCurves?) -> [(name: String, figure: Figure)] {
        var figures: [(String, Figure)] = [
            ("history", .panels(history)), ("slices", .panels(slices)), ("parallel", .parallel(parallel)),
        ]
        if !importance.isEmpty { figures.append(("importance", .bars(importanceBars(importance)))) }
        if let curves = curves.flatMap(learningCurves) { figures.append(("curves", .panels(curves))) }
        return figures
    }

    /// Draws them as SVG and PNG into a folder.
    public static func write(_ figures: [(name: String, figure: Figure)], to folder: URL) throws(Diagnostic) {
        for (name, figure) in figures {
            try AtomicFile.write(figure.svg(), to: folder.appendingPathComponent("\(name).svg"))
            try AtomicFile.write(figure.png(), to: folder.appendingPathComponent("\(name).png"))
        }
    }

    // MARK: Scales

    /// The axis of the objective: where a few values lie far on the worse side, such as the losses of trainings that diverged, it ends
    /// before them, so that the others can be told apart.
    func objectiveAxis(_ values: [Double], label: String) -> PlotAxis {
        let costs = values.filter(\.isFinite).map(reading.sweep.objective.cost).sorted()
        guard let least = costs.first, let most = costs.last, costs.count >= 4 else {
            return PlotAxis(label, .linear, over: values)
        }
        let (median, upper) = (costs[costs.count / 2], costs[costs.count * 3 / 4])
        let limit = upper + 3 * max(upper - least, median - least)
        guard most > limit, limit > least else { return PlotAxis(label, .linear, over: values) }
        return PlotAxis(label, .linear, over: values.filter { reading.sweep.objective.cost($0) <= limit })
    }

    /// The axis of a parameter, and the places of values on it.
    func parameterAxis(_ path: String) -> (axis: PlotAxis, place: (SweepValue) -> Double?) {
        // What failed has no place in the figures that use this, and may have had any value.
        let values = table.rows.filter { !$0.values.isEmpty }.compactMap { $0.assignment[path] }
        let numbers = values.compactMap(\.number)
        let domain = reading.sweep.parameters.first { $0.path == path }?.domain
        guard numbers.count == values.count, !numbers.isEmpty else {
            let names = Self.names(values, domain)
            return (PlotAxis(path, .names(names), over: []), { value in names.firstIndex(of: value.text).map(Double.init) })
        }
        var marks: [Double] = []
        let scale: PlotAxis.Scale
        switch domain {
        case .logUniform: scale = .log
        case .intUniform: scale = .whole
        case .uniform, nil: scale = .linear
        case .values(let listed, _):
            scale = Self.scale(ofListed: listed.compactMap(\.number))
            // Where there are few values, they are the ticks.
            if listed.count <= 8 { marks = Set(numbers).sorted() }
        }
        if case .log = scale, numbers.contains(where: { $0 <= 0 }) { return (PlotAxis(path, .linear, over: numbers), \.number) }
        return (PlotAxis(path, scale, over: numbers, marks: marks), \.number)
    }

    /// The texts of values, in the order of the list and then of the trials.
    private static func names(_ values: [SweepValue], _ domain: SweepDomain?) -> [String] {
        var listed: [SweepValue] = []
        if case .values(let values, _) = domain { listed = values }
        var seen = Set<String>()
        let used = Set(values.map(\.text))
        return (listed.map(\.text).filter(used.contains) + values.map(\.text).sorted()).filter { seen.insert($0).inserted }
    }

    /// Listed numbers whose neighbours have more equal ratios than differences are orders of magnitude: 1e-4, 1e-3, 1e-2; 4, 8, 16.
    private static func scale(ofListed numbers: [Double]) -> PlotAxis.Scale {
        let sorted = numbers.sorted()
        let pairs = zip(sorted, sorted.dropFirst())
        let (ratios, steps) = (pairs.map { $1 / $0 }, pairs.map { $1 - $0 })
        guard let low = sorted.first, low > 0, sorted.count >= 3, let least = ratios.min(), let most = ratios.max(), least > 1,
            let short = steps.min(), let long = steps.max(), short > 0
        else { return .linear }
        return most / least < long / short ? .log : .linear
    }
}
