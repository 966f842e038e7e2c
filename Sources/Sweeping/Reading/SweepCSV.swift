import Plan
import Results

extension SweepReading {
    /// `sweep.csv`: a line a trial, by number and seed; a column a parameter, empty where it is not set.
    public var csv: String {
        let before = ["number", "seed", "state", "objective"]
        let after = ["seconds", "attempts", "epochs", "run", "error"]
        // A parameter that is called as another column is has a longer name as well.
        let names = table.parameters.map { (before + after).contains($0) ? "parameters.\($0)" : $0 }
        var lines = [CSV.line(before + names + after)]
        for trial in trials {
            let values = Dictionary(trial.assignment.settings.map { ($0.path, $0.value.text) }) { first, _ in first }
            let ending = trial.ending
            var fields = [String(trial.key.number), String(trial.key.seed), standing(trial).rawValue]
            fields.append(sweep.value(trial).map(CSV.number) ?? "")
            fields += table.parameters.map { values[$0] ?? "" }
            fields.append(ending.map { CSV.number(($0.seconds * 1000).rounded() / 1000) } ?? "")
            fields += [String(trial.attempts), trial.epoch > 0 ? String(trial.epoch) : ""]
            fields += [trial.id.map { "trials/\($0)" } ?? "", ending?.error ?? ""]
            lines.append(CSV.line(fields))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
