import Execution
import Plan
import Training

/// One line an epoch and a step, for logs.
final class PlainRenderer: RunRenderer {
    private var epochs = 0
    private var steps = 0
    private var callbacks = CallbackLines()

    func show(_ notice: RunNotice) {
        switch notice {
        case .stepStarted(let step): Output.error("\(step.id): \(StepTitle.of(step))\n")
        case .training(_, .epochBegan(_, let epochs, let steps)):
            self.epochs = epochs
            self.steps = steps
            callbacks.epochBegan()
        case .training(_, .epochEnded(let row)):
            let values = ProgressBar.values(row.logs.entries.map { ($0.name, $0.value) })
            Output.error(
                "Epoch \(row.epoch)/\(epochs) - \(steps) step\(steps == 1 ? "" : "s") - \(ProgressBar.elapsed(row.seconds))\(values)\n"
            )
            Output.error(callbacks.epochEnded())
        case .loaded(let step, let report): Output.error("\(step): \(report.summary)\n")
        case .training(_, .callback(let message)): Output.error(callbacks.take(message))
        case .stepEnded(let step, let values, let seconds):
            if case .some(let values) = values, step.action.kind is EvaluateStep {
                Output.error(
                    "\(step.id): \(ProgressBar.elapsed(seconds))\(ProgressBar.values(values.entries.map { ($0.name, $0.value) }))\n"
                )
            }
        case .event(let event):
            if event.event == .warning, let message = event.message { Output.error("warning: \(message)\n") }
        case .training, .evaluating: break
        }
    }
}
