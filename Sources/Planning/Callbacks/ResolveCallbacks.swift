import Experiment
import Network
import Plan

extension Resolver {
    /// A training's callbacks with named lists written out; unknown names are left out.
    func entries(of references: [Reference<CallbackSpec>]) -> [CallbackSpec] {
        references.flatMap { entry in
            switch entry {
            case .inline(let callback): [callback]
            case .named(let name): file.callbacks.first { $0.name == name.wrappedValue }?.value ?? []
            }
        }
    }

    /// A training's callbacks, with monitors checked and modes decided.
    mutating func resolveCallbacks(_ references: [Reference<CallbackSpec>], _ produced: TrainingNames) -> [OneOf<CallbackFamily>]
    {
        for case .named(let name) in references where !file.callbacks.contains(where: { $0.name == name.wrappedValue }) {
            reportUnknown(
                "list of callbacks", name.wrappedValue, among: file.callbacks.map(\.name), at: name.place,
                what: "lists of callbacks")
        }
        return entries(of: references).compactMap { spec in
            var mode = MonitorMode.min
            if let monitored = spec.value.monitored { mode = resolveMode(monitored, spec, produced) }
            return OneOf<CallbackFamily>(spec.value.resolved(mode))
        }
    }

    /// Whether the monitor exists, and which way is better.
    private mutating func resolveMode(_ monitored: Monitored, _ spec: CallbackSpec, _ produced: TrainingNames) -> MonitorMode {
        let place = monitored.$monitor.place ?? spec.$kind.place
        if let names = produced.names, !names.contains(monitored.monitor) {
            report(
                "unknown-monitor", "\(spec.kind) watches `\(monitored.monitor)`, which `\(produced.step)` does not produce",
                at: place,
                help: produced.help(for: monitored.monitor))
        }
        switch monitored.mode {
        case .min: return .min
        case .max: return .max
        case .auto:
            let isStopping = spec.kind == EarlyStopping.kind
            if let mode = Self.automaticMode(monitored.monitor, file.semantics.automaticMode, isStopping: isStopping) {
                return mode
            }
            report(
                "unknown-direction", "Keras 3 does not know which way of `\(monitored.monitor)` is better", at: place,
                help: ["write mode: min or mode: max"])
            return .min
        }
    }

    /// The semantics' rule for `mode: auto`; nil where it has no answer. By the metric, every metric of the language is better higher, a
    /// loss lower.
    static func automaticMode(_ monitor: String, _ rule: Semantics.AutomaticMode, isStopping: Bool) -> MonitorMode? {
        switch rule {
        case .byEnding where isStopping: return ["acc", "accuracy", "auc"].contains(where: monitor.hasSuffix) ? .max : .min
        case .byName, .byEnding: return monitor.contains("acc") || monitor.hasPrefix("fmeasure") ? .max : .min
        case .byMetric:
            if monitor == "learning_rate" || monitor == "lr" { return nil }
            return monitor == "loss" || monitor == "val_loss" ? .min : .max
        }
    }

    /// Says which lists of callbacks no training uses.
    mutating func lintUnusedCallbacks() {
        let used = file.steps.compactMap { $0.value as? TrainArguments }.flatMap(\.callbacks).compactMap { entry in
            if case .named(let name) = entry { name.wrappedValue } else { nil }
        }
        for list in file.callbacks where !used.contains(list.name) && !file.steps.isEmpty {
            report("unused", .lint, "no training uses the callbacks `\(list.name)`", at: list.$name.place)
        }
    }
}
