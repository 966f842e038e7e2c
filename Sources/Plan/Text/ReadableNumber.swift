import Foundation

/// Numbers as people read them in tables.
public enum ReadableNumber {
    /// A whole number with commas: `2,567,234`.
    public static func grouped(_ value: Int) -> String {
        var digits = ""
        for (index, digit) in String(value.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { digits.append(",") }
            digits.append(digit)
        }
        return (value < 0 ? "-" : "") + String(digits.reversed())
    }

    /// Bytes as Keras writes them in `summary()`: `9.79 MB`, units of 1024.
    public static func bytes(_ count: Int) -> String {
        scaled(Double(count), by: 1024, units: ["B", "KB", "MB", "GB", "TB", "PB"])
    }

    /// Operations in units of 1000: `1.52 GFLOPs`.
    public static func flops(_ count: Int) -> String {
        scaled(Double(count), by: 1000, units: ["FLOPs", "kFLOPs", "MFLOPs", "GFLOPs", "TFLOPs", "PFLOPs"])
    }

    /// A number with as many digits as it needs, at most six: `0.00392157`, `1e-05`, `30`.
    public static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(format: "%.6g", value)
    }

    private static func scaled(_ value: Double, by base: Double, units: [String]) -> String {
        var value = value
        var unit = 0
        while value >= base, unit + 1 < units.count {
            value /= base
            unit += 1
        }
        return String(format: "%.2f ", value) + units[unit]
    }
}
