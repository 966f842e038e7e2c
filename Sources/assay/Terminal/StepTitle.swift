import Plan

/// What a step is about to do, in a few words.
enum StepTitle {
    static func of(_ step: StepPlan) -> String {
        switch step.action.kind {
        case let action as TrainStep:
            "train \(action.model) on \(action.data), at most \(action.epochs) epoch\(action.epochs == 1 ? "" : "s")"
        case let action as EvaluateStep: "evaluate \(action.model) on \(action.data)"
        case let action as PredictStep: "predict \(action.data) by \(action.model)"
        case let action as BuildStep: "build \(action.model)"
        case let action as CompileStep: "compile \(action.model) for \(action.loss.name) by \(action.optimizer.name)"
        case let action as FreezeStep: "freeze \(action.layers.count) layers of \(action.model)"
        case let action as UnfreezeStep: "unfreeze \(action.layers.count) layers of \(action.model)"
        case let action as ReinitializeStep: "draw \(action.layers.count) layers of \(action.model) anew"
        case let action as LoadWeightsStep: "load weights into \(action.model)"
        case let action as SaveWeightsStep: "save weights of \(action.model)"
        case let action as PreviewStep: "draw images of \(action.datasets.joined(separator: ", "))"
        default: step.action.name
        }
    }
}
