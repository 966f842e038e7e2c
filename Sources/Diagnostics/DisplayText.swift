/// How text that someone else wrote is shown on a terminal: harmless, and of known width.
public enum DisplayText {
    /// Text with every invisible scalar written out (`\n`, `\t`, `\u{1B}`), so that it can neither steer a terminal nor reorder a line,
    /// and cut after `limit` scalars with an ellipsis.
    public static func safe(_ text: some StringProtocol, limit: Int = 1000) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            if count > limit { return result + "…" }
            result += escaped(scalar) ?? String(scalar)
        }
        return result
    }

    /// What to show in place of a scalar that has no shape of its own; nil where it can be shown as it is.
    static func escaped(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: return isInvisible(scalar) ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : nil
        }
    }

    /// Whether a scalar is a control, a bidirectional or other format mark, or a line separator.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }

    /// The number of terminal columns a shown scalar takes: 0 for combining marks, 2 for East Asian wide ones and emoji, else 1.
    ///
    /// The wide blocks are those of Unicode's EastAsianWidth (W and F), taken whole.
    static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
