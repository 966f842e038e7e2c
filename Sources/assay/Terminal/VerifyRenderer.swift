import Execution
import Foundation
import Plan
import Results

/// Shows a verification as it goes on.
protocol VerifyRenderer: AnyObject {
    /// Shows what happened.
    func show(_ notice: Verifier.Notice)
    /// Leaves the terminal as it was.
    func finish()
}

extension VerifyRenderer {
    func finish() {}
}

/// Shows nothing.
final class QuietVerifyRenderer: VerifyRenderer {
    func show(_ notice: Verifier.Notice) {}
}

/// One line at the beginning and the end of each seed, for logs.
final class PlainVerifyRenderer: VerifyRenderer {
    private let claims: [ClaimPlan]

    init(claims: [ClaimPlan]) { self.claims = claims }

    func show(_ notice: Verifier.Notice) {
        switch notice {
        case .reused(let record): Output.error("seed \(record.seed): done before\(values(record))\n")
        case .started(let child):
            let verb = child.unfinished.map { "goes on with \($0.id)" } ?? "begins"
            Output.error("seed \(child.seed): \(verb) on \(child.threads) thread\(child.threads == 1 ? "" : "s")\n")
        case .ended(let record):
            let end = record.status == .completed ? ProgressBar.elapsed(record.seconds) : record.error ?? record.status.rawValue
            Output.error("seed \(record.seed): \(end)\(values(record))\n")
        case .stopping: Output.error("assay: stopping after the batches under way; once more to stop at once\n")
        case .event: break
        }
    }

    private func values(_ record: SeedRecord) -> String {
        zip(claims, record.values).filter { $1.value.isFinite }.map {
            " - \($0.step) \($0.metric): \($0.value.text(of: $1.value))"
        }.joined()
    }
}

/// A line a seed under way, redrawn as its epochs end; lines of seeds that are done stand above.
final class TerminalVerifyRenderer: VerifyRenderer {
    private var progress: SeedProgress
    private let bar: ProgressBar
    private let done: PlainVerifyRenderer
    private let live = LiveLines()

    /// Hides the cursor until `finish`.
    init(progress: SeedProgress, bar: ProgressBar) {
        self.progress = progress
        self.bar = bar
        done = PlainVerifyRenderer(claims: progress.claims)
    }

    func show(_ notice: Verifier.Notice) {
        progress.take(notice)
        switch notice {
        case .started, .event: break
        case .reused, .ended, .stopping:
            live.clear()
            done.show(notice)
        }
        live.draw(progress.lines(bar))
    }

    func finish() { live.clear() }
}
