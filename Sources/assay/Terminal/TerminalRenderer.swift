import Execution
import Foundation
import Plan
import Training

/// Keras's bar, redrawn at most 20 times a second.
final class TerminalRenderer: RunRenderer {
    private let bar: ProgressBar
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant?
    private var pending = ""
    private var isOpen = false
    private var callbacks = CallbackLines()
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
            callbacks.epochBegan()
        case .training(_, .batchEnded(let progress)), .evaluating(_, let progress): draw(progress)
        case .training(_, .epochEnded(let row)):
            let values = ProgressBar.values(row.logs.entries.map { ($0.name, $0.value) })
            if let head = pending.range(of: " - ") { pending = String(pending[..<head.lowerBound]) }
            pending += values
            close()
            Output.error(callbacks.epochEnded())
        case .training(_, .callback(let message)):
            let line = callbacks.take(message)
            if !line.isEmpty { close() }
            Output.error(line)
        case .loaded(let step, let report): Output.error("\(step): \(report.summary)\n")
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
