import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// The state of a model that a step names; nil where there is none yet, which is said here unless its build has failed already.
    mutating func state(of model: Located<String>, _ step: StepContext) -> ModelState? {
        let name = model.wrappedValue
        if let known = states[name] { return known }
        guard model.isWritten else {
            isIncomplete = true
            return nil
        }
        guard !hasLostBuild, !file.lost.contains(name) else {
            isIncomplete = true
            return nil
        }
        if let later = buildNames.last(where: { $0.name == name }), later.place != nil {
            guard isNew("\(name) is built late") else { return nil }
            report(
                "model-not-built", "`\(name)` is built only after this step", at: model.place,
                help: ["move the build step before this one"])
        } else if Spelling.nearest(to: name, in: buildNames.map(\.name)) != nil {
            // A handle that stands in several steps is one that nothing builds rather than a slip of the pen.
            guard isNew("\(name) is unknown") else { return nil }
            reportUnknown("model", name, among: buildNames.map(\.name), at: model.place, what: "models that steps build")
        } else if isNew("no step builds \(name)") {
            let sources = file.models.map(\.name)
            let example = sources.contains(name) || sources.isEmpty ? "\(name)}" : "\(sources[0]), as: \(name)}"
            report(
                "model-not-built", "no step builds `\(name)`", at: model.place,
                help: ["put a step before this one: - build: {model: \(example)"])
        }
        return nil
    }

    /// Whether a step that could not be read may be the one that builds a model.
    var hasLostBuild: Bool {
        file.lost.contains("steps") || file.steps.contains { !$0.isComplete && $0.value is BuildArguments }
    }

    /// Whether a step that could not be read may be the one that an id means.
    var hasLostID: Bool {
        file.lost.contains("steps")
            || file.steps.contains {
                !$0.isComplete && $0.label == nil && ($0.value is TrainArguments || $0.value is EvaluateArguments)
            }
    }

    /// The names that the file's build steps give, with their places.
    private var buildNames: [(name: String, place: Place?)] {
        file.steps.compactMap { step in
            guard let build = step.value as? BuildArguments else { return nil }
            return (build.name ?? build.model, step.$kind.place)
        }
    }

    /// A data set that a step names; nil where there is none, or where it is broken, which has been said.
    mutating func dataset(_ name: Located<String>) -> DatasetPlan? {
        if let found = datasets.first(where: { $0.name == name.wrappedValue }) { return found }
        if !name.isWritten {
            isIncomplete = true
        } else if !file.datasets.contains(where: { $0.name == name.wrappedValue }) {
            reportUnknown("data set", name.wrappedValue, among: file.datasets.map(\.name), at: name.place, what: "data sets")
        }
        return nil
    }

    /// Whether a data set's images fit a model's input, and its classes the output.
    mutating func checkFit(_ dataset: DatasetPlan, _ state: ModelState, at place: Place?, model: String, labelled: Bool = true) {
        // Models of one architecture share its mistakes.
        let key = state.lastLayer.map { "\($0)" } ?? model
        let image = Shape([dataset.imageSize.height, dataset.imageSize.width, dataset.colorMode.channels])
        if image != state.network.input, isNew("\(key) takes no \(image)") {
            report(
                "input-mismatch", "`\(dataset.name)` has images of \(image), and `\(model)` takes \(state.network.input)",
                at: place,
                help: ["make image_size and color_mode of the data set, or input of the model, fit the other"])
        }
        guard labelled, let encoding = state.compiled?.encoding, !dataset.classes.isEmpty else { return }
        let width = state.network.output.count
        let needed = encoding == .binary ? 2 : width
        if dataset.classes.count != needed, isNew("\(key) has no \(dataset.classes.count) classes") {
            let classes = dataset.classes.prefix(20).joined(separator: ", ")
            report(
                "class-mismatch",
                "`\(dataset.name)` has \(dataset.classes.count) class\(dataset.classes.count == 1 ? "" : "es") (\(classes)), and `\(model)` has \(width) "
                    + "output\(width == 1 ? ", which tells two classes apart" : "s")",
                at: place,
                help: [
                    dataset.classes.count == 1
                        ? "give the data set another class: one alone teaches nothing"
                        : "give the last Dense layer \(dataset.classes.count) units, or choose other classes"
                ])
        }
    }

    /// Whether two data sets of one step call the same numbers by the same names.
    mutating func checkClasses(_ first: DatasetPlan, _ second: DatasetPlan, at place: Place?) {
        guard !first.classes.isEmpty, !second.classes.isEmpty, first.classes != second.classes else { return }
        report(
            "class-mismatch",
            "`\(second.name)` has the classes \(second.classes.joined(separator: ", ")), and `\(first.name)` "
                + first.classes.joined(separator: ", "),
            at: place, help: ["name the classes of both, in one order: classes: [\(first.classes.joined(separator: ", "))]"])
    }
}
