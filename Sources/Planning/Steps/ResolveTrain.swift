import Experiment
import Network
import Plan

extension Resolver {
    /// `train`: a compiled model, data that fit it, and callbacks that watch what this training produces.
    mutating func train(_ arguments: TrainArguments, _ step: StepContext) -> (any StepKind)? {
        let state = compiledState(of: arguments.$model, step)
        let data = dataset(arguments.$data)
        let validationName = arguments.$validationData
        let validation = validationName.wrappedValue.flatMap {
            dataset(Located($0, at: validationName.position, length: validationName.length))
        }
        checkSteps(arguments.$stepsPerEpoch, "steps_per_epoch")
        checkSteps(arguments.$validationSteps, "validation_steps")
        if arguments.validationSteps != nil, arguments.validationData == nil {
            report(
                "unusable-key", "validation_steps has a meaning only beside validation_data",
                at: arguments.$validationSteps.place,
                help: ["add validation_data, or remove it"])
        }

        // What could not be read may have been the validation data.
        let isUnsure = !step.spec.isComplete && arguments.validationData == nil
        let produced = TrainingNames(
            step: step.id, metrics: isUnsure ? nil : metricNames[arguments.model], validates: arguments.validationData != nil,
            semantics: file.semantics)
        let callbacks = resolveCallbacks(arguments.callbacks, produced)
        if let state { checkRates(entries(of: arguments.callbacks), state) }
        if let state, let data {
            checkFit(data, state, at: arguments.$data.place, model: arguments.model)
        }
        if let state, let validation { checkFit(validation, state, at: validationName.place, model: arguments.model) }
        if let data, let validation { checkClasses(data, validation, at: validationName.place) }
        if let freeze = state?.pendingFreeze {
            report(
                "freeze-without-compile", .warning,
                "this \(freeze.wrappedValue) has no effect on `\(step.id)`: no compile stands between them",
                at: freeze.place, help: ["put the compile step after the \(freeze.wrappedValue)"])
        }
        let thaw = thaw(arguments, step)
        if let data { lintEpochs(arguments, data, step) }
        if let validation { lintWindow(arguments, validation, step) }
        lintCallbacks(arguments, step)

        products[step.id] = StepProduct(
            metrics: produced.names ?? [],
            training: state.map { ($0.network, !step.spec.isComplete || savesBest(arguments.callbacks, callbacks)) })
        guard let state, let data else { return nil }
        let train = TrainStep(
            model: arguments.model, data: arguments.data, validationData: arguments.validationData,
            stepsPerEpoch: arguments.stepsPerEpoch, epochs: arguments.epochs, validationSteps: arguments.validationSteps,
            callbacks: callbacks, thaw: thaw)
        checkMemory(train, state, data, step)
        return train
    }

    /// Whether a ModelCheckpoint keeps the best weights, as far as one can see: a list that could not be read may hold one.
    private func savesBest(_ references: [Reference<CallbackSpec>], _ callbacks: [OneOf<CallbackFamily>]) -> Bool {
        let isUnsure = references.contains { reference in
            guard case .named(let name) = reference else { return false }
            return file.lost.contains(name.wrappedValue) || !file.callbacks.contains { $0.name == name.wrappedValue }
        }
        return isUnsure || callbacks.contains { $0.kind is ModelCheckpoint }
    }

    /// A step that no machine, or not this one, can hold in memory.
    private mutating func checkMemory(_ train: TrainStep, _ state: ModelState, _ data: DatasetPlan, _ step: StepContext) {
        let estimate = TrainingMemory(
            network: state.network, batchSize: data.batchSize, frozen: Set(train.staysFrozen(of: state.compiled?.frozen ?? [])),
            remembered: state.compiled?.optimizer?.value.rememberedArrays ?? 2)
        let limit = min(memory ?? .max, 1 << 40)
        guard estimate.total > limit else { return }
        let place = file.datasets.first { $0.name == data.name }.flatMap { $0.value.$batchSize.place }
        report(
            "too-much-memory",
            "a step of `\(step.id)` needs about \(ReadableNumber.bytes(estimate.total)), and there are \(ReadableNumber.bytes(limit))",
            at: place ?? step.spec.$kind.place,
            help: [
                "weights and optimizer \(ReadableNumber.bytes(Limits.sum([estimate.parameters, estimate.optimizer]))), "
                    + "a batch of \(data.batchSize) \(ReadableNumber.bytes(estimate.activations)): use a smaller batch_size, "
                    + "smaller images or fewer filters"
            ])
    }
}
