import Foundation

/// The text of Keras's progress bar; pure, so that it can be tested as text.
struct ProgressBar {
    /// Characters between the two ends.
    static let width = 20
    /// Whether the locale can show a heavy line; otherwise `[====>...]`.
    var isUTF8: Bool
    /// Whether the done part is green.
    var isColored: Bool

    /// ` 64/100 ━━━━━━━━━━━━━━━━━━━━ 12s 341ms/step`: the time left, at the end the time taken, and the time a step.
    ///
    /// - Parameters:
    ///   - seconds: Since the pass began.
    ///   - first: When its first step ended, which says little of the others.
    func line(step: Int, of steps: Int, seconds: Double, first: Double? = nil) -> String {
        let total = String(steps)
        let count = String(repeating: " ", count: max(0, total.count - String(step).count)) + "\(step)/\(total)"
        let since = step > 1 ? first ?? 0 : 0
        let counted = step > 1 && first != nil ? step - 1 : step
        let each = counted > 0 ? (seconds - since) / Double(counted) : 0
        let time = step < steps ? Self.left(each * Double(steps - step)) : Self.elapsed(seconds)
        return "\(bold(count)) \(share(of: step, in: steps)) \(bold(time)) \(Self.perStep(each))"
    }

    /// The bar alone.
    func share(of step: Int, in steps: Int) -> String {
        bar(steps > 0 ? min(Self.width, Self.width * step / steps) : Self.width)
    }

    private func bar(_ done: Int) -> String {
        let rest = Self.width - done
        if isUTF8 {
            let filled = String(repeating: "━", count: done)
            guard isColored else { return filled + String(repeating: "─", count: rest) }
            let green = done > 0 ? "\u{1B}[32m\(filled)\u{1B}[0m" : ""
            return green + "\u{1B}[37m" + String(repeating: "━", count: rest) + "\u{1B}[0m"
        }
        let head = done == 0 ? "" : rest > 0 ? ">" : "="
        return "[" + String(repeating: "=", count: max(0, done - 1)) + head + String(repeating: ".", count: rest) + "]"
    }

    private func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Time that is left: `12s`, `3:05`, `1:02:07`.
    static func left(_ seconds: Double) -> String {
        let bounded = seconds.isNaN ? 0 : min(max(seconds, 0), 1e9)
        let whole = Int(bounded)
        if bounded > 3600 { return String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60) }
        if bounded > 60 { return String(format: "%d:%02d", whole / 60, whole % 60) }
        return "\(whole)s"
    }

    /// Time that was taken: `41s`.
    static func elapsed(_ seconds: Double) -> String { String(format: "%.0fs", max(seconds, 0)) }

    /// `341ms/step`, `2s/step`, `85us/step`.
    static func perStep(_ seconds: Double) -> String {
        if seconds >= 1 || seconds == 0 { return String(format: "%.0fs/step", seconds) }
        if seconds >= 1e-3 { return String(format: "%.0fms/step", seconds * 1e3) }
        return String(format: "%.0fus/step", max(0, seconds) * 1e6)
    }

    /// ` - loss: 0.4312 - acc: 0.8123`: four decimals, and powers of ten where a value is small.
    static func values(_ entries: [(name: String, value: Double)]) -> String {
        entries.map { " - \($0.name): \(number($0.value))" }.joined()
    }

    /// Four decimals, or `2.0000e-04` where the magnitude is at most 0.001.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        return abs(value) > 1e-3 || value == 0 ? String(format: "%.4f", value) : String(format: "%.4e", value)
    }
}
