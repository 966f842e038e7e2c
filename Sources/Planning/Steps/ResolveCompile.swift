import Experiment
import Network
import Plan

extension Resolver {
    /// `compile`: a loss that fits the output, metrics under the names of the era, and what is frozen from here on.
    mutating func compile(_ arguments: CompileArguments, _ step: StepContext) -> (any StepKind)? {
        // In another era the metrics may have other names.
        if step.spec.isComplete, !file.lost.contains("semantics") {
            metricNames[arguments.model] = arguments.metrics.map { MetricNaming.name(of: $0, semantics: file.semantics) }
        }
        guard var state = state(of: arguments.$model, step) else {
            hasLostCompile = hasLostCompile || states[arguments.model] == nil
            return nil
        }
        guard step.spec.isComplete, let loss = arguments.loss, let optimizer = arguments.optimizer else {
            isIncomplete = true
            states[arguments.model] = .some(nil)
            return nil
        }
        let encoding = encoding(of: loss, state, model: arguments.model)
        let metrics = metrics(arguments.metrics, loss: loss, model: arguments.model, width: state.network.output.count)
        // Some give a value for each output.
        if metricNames[arguments.model] != nil { metricNames[arguments.model] = metrics.names }
        state.compiled = ModelState.Compiled(encoding: encoding, metrics: metrics, frozen: state.frozenNames)
        checkSchedule(of: optimizer)
        let rates = layerRates(arguments, optimizer: optimizer, of: state.network)
        let undecayed = undecayed(optimizer, of: state.network)
        state.compiled?.optimizer = optimizer.value
        lintFrozenNormalization(state)
        state.pendingFreeze = nil
        states[arguments.model] = state
        return CompileStep(
            model: arguments.model, loss: loss.value, optimizer: optimizer.value, metrics: metrics, frozen: state.frozenNames,
            learningRates: rates, undecayed: undecayed)
    }

    /// How class numbers become targets; nil, said here, where loss and output do not fit.
    private mutating func encoding(of loss: LossSpec, _ state: ModelState, model: String) -> TargetEncoding? {
        let output = state.network.output
        guard output.rank == 1 else {
            report(
                "output-mismatch", "`\(model)` ends in an image of \(output), and a loss needs one row of values",
                at: state.lastLayer, help: ["end the model with Flatten and Dense"])
            return nil
        }
        guard let encoding = loss.value.value.targetEncoding(outputWidth: output.count) else {
            report(
                "output-mismatch",
                "\(loss.kind) does not fit the \(output.count) output\(output.count == 1 ? "" : "s") of `\(model)`",
                at: loss.$kind.place,
                help: ["binary_crossentropy fits one output with sigmoid, categorical_crossentropy two or more with softmax"])
            return nil
        }
        lintOutput(loss, state, model: model)
        return encoding
    }
}
