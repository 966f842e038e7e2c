import Diagnostics
import Experiment
import Network
import Plan

/// The names in the history of one training: what callbacks can watch and claims can cite.
struct TrainingNames {
    /// The training's id.
    let step: String
    /// The names of its metrics; nil where the model's compile is not known, and nothing can be said.
    let metrics: [String]?
    /// Whether it has validation data.
    let validates: Bool
    let semantics: Semantics

    /// Works the names out.
    init(step: String, metrics: [String]?, validates: Bool, semantics: Semantics) {
        self.step = step
        self.metrics = metrics
        self.validates = validates
        self.semantics = semantics
    }

    /// Every name, in Keras's order.
    var names: [String]? {
        metrics.map { HistoryNames.all(metrics: $0, validated: validates, semantics: semantics) }
    }

    /// What to do about a name that is not among them, most telling first.
    func help(for monitor: String) -> [String] {
        guard let names else { return [] }
        var help: [String] = []
        let isValidation = monitor.hasPrefix("val_")
        let plain = isValidation ? String(monitor.dropFirst(4)) : monitor
        let other = plain == "accuracy" ? "acc" : plain == "acc" ? "accuracy" : nil
        if let other, metrics?.contains(other) == true {
            let fix = (isValidation ? "val_" : "") + other
            help.append("here it is called \(other): write `\(fix)`")
        } else if let other, metrics?.contains(plain) == false {
            help.append(
                "add metrics: [accuracy] to the model's compile step; it is called \(semantics.historyNames == .short ? "acc" : other)"
            )
        }
        if isValidation, !validates { help.append("give the training validation_data") }
        if help.isEmpty, let near = Spelling.nearest(to: monitor, in: names) { help.append("did you mean `\(near)`?") }
        return help + ["`\(step)` produces: " + names.joined(separator: ", ")]
    }
}
