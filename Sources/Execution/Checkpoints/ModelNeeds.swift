import Plan

/// What the rest of a plan needs of the models as they stand: a model that is built anew before it is used again needs nothing.
struct ModelNeeds: Hashable {
    /// Models whose parameters are used.
    private(set) var parameters: Set<String> = []
    /// Models whose optimizer goes on.
    private(set) var optimizers: Set<String> = []

    /// Looks through the steps that are left.
    init(of steps: some Sequence<StepPlan>) {
        var rebuilt: Set<String> = []
        var recompiled: Set<String> = []
        for step in steps {
            guard let action = step.action.kind as? any ModelStep else { continue }
            let model = action.model
            if action is BuildStep {
                rebuilt.insert(model)
                recompiled.insert(model)
                continue
            }
            if !rebuilt.contains(model) { parameters.insert(model) }
            if action is CompileStep { recompiled.insert(model) }
            if action is TrainStep, !recompiled.contains(model) { optimizers.insert(model) }
        }
    }
}
