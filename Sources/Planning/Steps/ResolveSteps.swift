import Experiment
import Network
import Plan

extension Resolver {
    /// Resolves the steps in order; what each leaves is known to the later ones.
    mutating func resolveSteps() -> [StepPlan] {
        ids = StepIdentifiers.assign(file.steps.map { (kind: $0.kind, id: $0.label) })
        checkIDs()
        var result: [StepPlan] = []
        for (id, spec) in zip(ids, file.steps) {
            guard let kind = resolve(spec, id: id), let action = OneOf<StepFamily>(kind) else { continue }
            result.append(StepPlan(id: id, action: action))
        }
        return result
    }

    /// One line a kind of step.
    private mutating func resolve(_ spec: StepSpec, id: String) -> (any StepKind)? {
        let step = StepContext(id: id, spec: spec)
        return switch spec.value {
        case let arguments as PreviewArguments: preview(arguments, step)
        case let arguments as BuildArguments: build(arguments, step)
        case let arguments as CompileArguments: compile(arguments, step)
        case let arguments as TrainArguments: train(arguments, step)
        case let arguments as EvaluateArguments: evaluate(arguments, step)
        case let arguments as PredictArguments: predict(arguments, step)
        case let arguments as FreezeArguments: freeze(arguments, step)
        case let arguments as UnfreezeArguments: unfreeze(arguments, step)
        case let arguments as ReinitializeArguments: reinitialize(arguments, step)
        case let arguments as LoadWeightsArguments: loadWeights(arguments, step)
        case let arguments as SaveWeightsArguments: saveWeights(arguments, step)
        default: nil
        }
    }

    private mutating func checkIDs() {
        var taken: Set<String> = []
        for (id, spec) in zip(ids, file.steps) {
            let place = spec.$label.place ?? spec.$kind.place
            checkReserved(id, ["figures"], what: "a step's id", at: place)
            if !taken.insert(id).inserted {
                report("duplicate-id", "two steps have the id `\(id)`", at: place, help: ["give it another id"])
            }
        }
    }
}

/// A step while it is being resolved.
struct StepContext {
    let id: String
    let spec: StepSpec

    /// Where an argument stands, or the step's own name.
    func place(_ key: String) -> Place? { spec.place(of: key) }
}
