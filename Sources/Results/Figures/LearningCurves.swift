import Diagnostics
import Foundation

/// The figures of a training: for the loss and for each metric, training and validation over the epochs.
public enum LearningCurves {
    /// A figure and the name of its file, without what follows the dot.
    public struct Named: Hashable, Sendable {
        /// `training_1-loss`.
        public var name: String
        /// What it shows.
        public var figure: LineFigure
    }

    /// The figures of some curves.
    ///
    /// - Parameters:
    ///   - step: The id of the step, for the files' names.
    ///   - stoppedEpoch: The epoch, from 1, after which a callback ended the training.
    public static func figures(_ curves: Curves, step: String, stoppedEpoch: Int? = nil) -> [Named] {
        let rates = ["lr", "learning_rate"]
        let names = curves.names.filter { !$0.hasPrefix("val_") && !rates.contains($0) }
        let marks = marks(curves, rate: rates.lazy.compactMap { curves.values($0) }.first, stoppedEpoch: stoppedEpoch)
        return names.map { name in
            let noun = noun(name)
            let x = curves.rows.map { Double($0.epoch) }
            var figure = LineFigure(title: "Training \(noun)", yLabel: capitalized(noun), series: [], marks: marks)
            figure.series.append(
                LineFigure.Series(name: "Training \(capitalized(noun))", x: x, y: curves.values(name) ?? [], color: .training))
            if let validation = curves.values("val_" + name) {
                figure.title = "Training and validation \(noun)"
                figure.series.append(
                    LineFigure.Series(
                        name: "Validation \(capitalized(noun))", x: x, y: validation, color: .validation, dash: [7, 3]))
            }
            if let best = best(figure.series[figure.series.count - 1], isLoss: name == "loss") { figure.highlights = [best] }
            return Named(name: "\(step)-\(noun)", figure: figure)
        }
    }

    /// The best epoch of a curve: lowest of a loss, highest of anything else; the first of equals.
    private static func best(_ series: LineFigure.Series, isLoss: Bool) -> LineFigure.Highlight? {
        let points = zip(series.x, series.y).filter { $0.1.isFinite }
        guard let extreme = isLoss ? points.map(\.1).min() : points.map(\.1).max(), points.count > 1,
            let point = points.first(where: { $0.1 == extreme })
        else { return nil }
        let value = String(format: abs(point.1) < 1000 ? "%.4f" : "%.5g", point.1)
        return LineFigure.Highlight(name: "Best: \(value), epoch \(Int(point.0))", x: point.0, y: point.1, color: series.color)
    }

    /// A mark at each epoch that ended with a lower rate, and one where the training was ended.
    private static func marks(_ curves: Curves, rate: [Double]?, stoppedEpoch: Int?) -> [LineFigure.Mark] {
        var marks: [LineFigure.Mark] = []
        if let rate {
            for index in rate.indices.dropFirst() where rate[index] < rate[index - 1] {
                let label = "lr \(compact(rate[index]))"
                marks.append(LineFigure.Mark(label: label, x: Double(curves.rows[index - 1].epoch)))
            }
        }
        if let stoppedEpoch { marks.append(LineFigure.Mark(label: "early stop", x: Double(stoppedEpoch), isEnd: true)) }
        return marks
    }

    /// `2e-4` for 0.0002.
    private static func compact(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return "\(value)" }
        if value >= 0.01 { return String(format: "%.3g", value) }
        let exponent = Int(log10(value).rounded(.down))
        let digits = String(format: "%.2g", value / pow(10, Double(exponent)))
        return digits == "10" ? "1e\(exponent + 1)" : "\(digits)e\(exponent)"
    }

    private static func noun(_ name: String) -> String { name == "acc" ? "accuracy" : name }
    private static func capitalized(_ noun: String) -> String { noun.prefix(1).uppercased() + noun.dropFirst() }
}

extension RunDirectory {
    /// Draws the figures of a training from its `curves.csv` and `run.json` alone, as SVG and PNG under `figures/`.
    ///
    /// - Returns: The files' names in the run directory.
    @discardableResult
    public func drawLearningCurves(step: String) throws(Diagnostic) -> [String] {
        let stopped = try record().steps.first { $0.id == step }?.stoppedEpoch
        var files: [String] = []
        for entry in LearningCurves.figures(try curves(step: step), step: step, stoppedEpoch: stopped) {
            try write(entry.figure.svg(), to: "figures/\(entry.name).svg")
            try write(entry.figure.png(), to: "figures/\(entry.name).png")
            files += ["figures/\(entry.name).svg", "figures/\(entry.name).png"]
        }
        return files
    }
}
