import Foundation
import Plan

/// How pages about sweeps write numbers.
struct SweepWords {
    private let decimals: Int

    /// Four decimals, or as many as the nearest to 0 of some values needs for four digits.
    init(_ values: [Double]) {
        let least = values.filter { $0.isFinite && $0 != 0 }.map { abs($0) }.max() ?? 1
        decimals = least >= 0.1 ? 4 : min(12, 4 + Int((-log10(least)).rounded(.down)))
    }

    /// A value of the objective.
    func value(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "" }
        return abs(value) < 1e6 ? String(format: "%.\(decimals)f", value) : String(format: "%.4e", value)
    }

    /// The same with its sign.
    func difference(_ value: Double) -> String { (value < 0 ? "" : "+") + self.value(value) }

    /// A setting's value: a number in so many digits at most.
    static func setting(_ value: SweepValue?, digits: Int = 4) -> String {
        guard let value else { return "-" }
        guard let number = value.number, number != number.rounded() || abs(number) >= 1e15 else { return value.text }
        return String(format: "%.\(digits)g", number)
    }

    /// A time: `12.3 s`, `4 min 20 s`, `3 h 05 min`.
    static func time(_ seconds: Double, isRough: Bool = false) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "?" }
        if seconds < 99.95, !isRough { return String(format: "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        if whole < 100 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        if whole < 48 * 3600 { return String(format: "%d h %02d min", whole / 3600, whole / 60 % 60) }
        return "\(whole / 86400) d \(whole / 3600 % 24) h"
    }

    /// `1 trial`, `2 trials`.
    static func count(_ count: Int, _ noun: String) -> String {
        "\(ReadableNumber.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// Words in lines of a width, the first after `indent` blanks and the others after two more; words that are longer stand alone.
    static func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.isEmpty {
                line = String(repeating: " ", count: indent) + word
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(repeating: " ", count: indent > 0 ? indent + 2 : 0) + word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
