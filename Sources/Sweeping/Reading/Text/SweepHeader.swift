import Foundation
import Plan

/// The first lines of every page about a sweep: what it is, where it stands, what is best.
struct SweepHeader {
    let reading: SweepReading
    let width: Int

    private var sweep: SweepPlan { reading.sweep }

    /// The objective's name: `evaluation_1 acc`.
    var objective: String { "\(sweep.objective.step) \(sweep.objective.metric)" }

    var lines: [String] {
        var lines = ["\(reading.experiment), sweep \(sweep.name): \(reading.state.rawValue)"]
        let seeds = sweep.seeds.count == 1 ? "one seed" : "\(sweep.seeds.count) seeds"
        // An earlier definition may have had more.
        let most = reading.table.rows.map(\.values.count).max() ?? 0
        let before = most > sweep.seeds.count ? " (\(most) before)" : ""
        let scheduler = sweep.scheduler.name == "none" ? "" : ", scheduler \(sweep.scheduler.name)"
        let direction = sweep.objective.mode == .max ? "higher" : "lower"
        lines += wrapped("\(sweep.method.name)\(scheduler), \(seeds) a point\(before); \(objective), \(direction) is better")
        lines += wrapped(trials)
        if let best = reading.table.best, let mean = best.mean {
            let words = SweepWords([mean])
            let noise = best.deviation.map { ", deviation \(words.value($0)) over \(best.values.count) seeds" } ?? ""
            lines += wrapped("best: point \(best.number), \(words.value(mean))\(noise): \(best.assignment.words)")
        }
        for note in reading.notes { lines += wrapped("note: \(note)") }
        return lines
    }

    private var trials: String {
        let counts = reading.counts
        var parts = SweepReading.Standing.allCases.filter { $0 != .waiting }.compactMap { standing in
            counts[standing].map { "\(ReadableNumber.grouped($0)) \(standing.rawValue)" }
        }
        let open = (reading.planned ?? reading.trials.count) - reading.trials.count + (counts[.waiting] ?? 0)
        if open > 0 { parts.append("\(ReadableNumber.grouped(open)) waiting") }
        let all = SweepWords.count(max(reading.planned ?? 0, reading.trials.count), "trial")
        let left = reading.secondsLeft.map { "; about \(SweepWords.time($0, isRough: true)) left" } ?? ""
        return "\(all)\(reading.planned == nil ? " so far" : ""): " + parts.joined(separator: ", ") + left
    }

    private func wrapped(_ text: String) -> [String] { SweepWords.wrapped(text, width: width, indent: 2) }
}

extension Assignment {
    /// The settings for people: numbers in few digits.
    var words: String { settings.map { "\($0.path)=\(SweepWords.setting($0.value))" }.joined(separator: " ") }
}
