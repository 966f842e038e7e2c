import Experiment
import Plan

extension Resolver {
    /// `build`: a known architecture, under a name that is free.
    mutating func build(_ arguments: BuildArguments, _ step: StepContext) -> (any StepKind)? {
        guard arguments.$model.isWritten else {
            isIncomplete = true
            return nil
        }
        let name = arguments.name ?? arguments.model
        let place = arguments.$name.place ?? arguments.$model.place
        if let known = states[name] {
            let line = known?.built.map { " in line \($0.position.line)" } ?? ""
            report(
                "duplicate-model", "a model called `\(name)` has been built\(line)", at: place,
                help: ["give this one another name: as: \(name)_2"])
            return nil
        }
        guard let architecture = architecture(arguments.model) else {
            let spec = file.models.first { $0.name == arguments.model }?.value
            if let missing = spec?.missing, !missing.isEmpty {
                report(
                    "missing-key", "`\(arguments.model)` cannot be built: nothing says what `\(missing[0])` is",
                    at: arguments.$model.place,
                    help: [
                        "give its parameter `\(missing[0])` a default, or use it as a layer: "
                            + "model: {use: \(arguments.model), parameters: {\(missing[0]): …}}"
                    ])
            } else if spec == nil {
                reportUnknown(
                    "model", arguments.model, among: file.models.map(\.name), at: arguments.$model.place, what: "models")
            }
            states[name] = .some(nil)
            return nil
        }
        states[name] = ModelState(network: architecture.network, built: step.spec.$kind.place, lastLayer: architecture.lastLayer)
        models.append(ModelPlan(name: name, architecture: arguments.model, network: architecture.network))
        return BuildStep(model: name)
    }
}
