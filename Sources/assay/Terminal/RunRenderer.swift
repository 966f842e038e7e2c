import Diagnostics
import Execution
import Foundation
import Plan
import Training

/// Shows a run as it goes on.
protocol RunRenderer: AnyObject {
    /// Shows what happened.
    func show(_ notice: RunNotice)
    /// Leaves the terminal as it was.
    func finish()
}

extension RunRenderer {
    func finish() {}
}

/// Shows nothing.
final class QuietRenderer: RunRenderer {
    func show(_ notice: RunNotice) {}
}

/// Writes the lines of `events.jsonl` to standard output.
final class JSONLinesRenderer: RunRenderer {
    func show(_ notice: RunNotice) {
        if case .event(let event) = notice { Output.out(event.line + "\n") }
    }
}

/// One line an epoch and a step, for logs.
final class PlainRenderer: RunRenderer {
    private var epochs = 0
    private var steps = 0

    func show(_ notice: RunNotice) {
        switch notice {
        case .stepStarted(let step): Output.error("\(step.id): \(StepTitle.of(step))\n")
        case .training(_, .epochBegan(_, let epochs, let steps)):
            self.epochs = epochs
            self.steps = steps
        case .training(_, .epochEnded(let row)):
            let values = ProgressBar.values(row.logs.entries.map { ($0.name, $0.value) })
            Output.error("Epoch \(row.epoch)/\(epochs) - \(steps) steps - \(ProgressBar.elapsed(row.seconds))\(values)\n")
        case .training(_, .callback(let message)):
            if message.action != .notSaved { Output.error(message.text + "\n") }
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

/// Keras's bar, redrawn at most 20 times a second.
final class TerminalRenderer: RunRenderer {
    private let bar: ProgressBar
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant?
    private var pending = ""
    private var isOpen = false
    /// When the first step of this pass ended: it says little of the others, and is left out of their estimate.
    private var firstStep: Double?

    /// Shows the cursor again.
    static let showCursor = "\u{1B}[?25h"

    /// Hides the cursor until `finish`.
    init(bar: ProgressBar) {
        self.bar = bar
        Output.error("\u{1B}[?25l")
    }

    deinit { Output.error(Self.showCursor) }

    func finish() { close() }

    func show(_ notice: RunNotice) {
        switch notice {
        case .stepStarted(let step):
            close()
            Output.error("\(step.id): \(StepTitle.of(step))\n")
        case .training(_, .epochBegan(let epoch, let epochs, _)):
            close()
            Output.error("Epoch \(epoch)/\(epochs)\n")
        case .training(_, .batchEnded(let progress)), .evaluating(_, let progress): draw(progress)
        case .training(_, .epochEnded(let row)):
            let values = ProgressBar.values(row.logs.entries.map { ($0.name, $0.value) })
            if let head = pending.range(of: " - ") { pending = String(pending[..<head.lowerBound]) }
            pending += values
            close()
        case .training(_, .callback(let message)):
            if message.action != .notSaved {
                close()
                Output.error(message.text + "\n")
            }
        case .stepEnded: close()
        case .event(let event):
            if event.event == .warning, let message = event.message {
                close()
                Output.error("warning: \(message)\n")
            }
        case .training(_, .validationBegan): break
        }
    }

    private func draw(_ progress: BatchProgress) {
        if progress.step <= 1 { firstStep = progress.step == 1 ? progress.seconds : nil }
        pending =
            bar.line(step: progress.step, of: progress.steps, seconds: progress.seconds, first: firstStep)
            + ProgressBar.values(progress.logs.entries.map { ($0.name, $0.value) })
        let now = clock.now
        if let last, now - last < .milliseconds(50), progress.step < progress.steps { return }
        last = now
        isOpen = true
        // Without automatic wrapping a narrow terminal shows the beginning, and the next state can overwrite it.
        Output.error("\r\u{1B}[K\u{1B}[?7l" + pending + "\u{1B}[?7h")
    }

    /// Writes the last state of the line and ends it.
    private func close() {
        if isOpen { Output.error("\r\u{1B}[K" + pending + "\n") }
        isOpen = false
        pending = ""
    }
}
