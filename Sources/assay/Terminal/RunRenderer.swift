import Execution
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

/// What callbacks say at the end of an epoch, kept back until the epoch's own line is written.
struct CallbackLines {
    private var lines: [String] = []
    private var isInEpoch = false

    /// An epoch begins.
    mutating func epochBegan() { isInEpoch = true }

    /// Takes a message; gives it back at once where no epoch is under way. What was not saved is nobody's news.
    mutating func take(_ message: CallbackMessage) -> String {
        guard message.action != .notSaved else { return "" }
        guard isInEpoch else { return message.text + "\n" }
        lines.append(message.text + "\n")
        return ""
    }

    /// The epoch's line is written: what was kept back.
    mutating func epochEnded() -> String {
        defer { (lines, isInEpoch) = ([], false) }
        return lines.joined()
    }
}
