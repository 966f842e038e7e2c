/// How far two arrays may be apart, relative to the largest value.
let tolerance = 5e-5

/// A sentence about two arrays that differ by more than a share of the largest value; nil where they do not.
///
/// - Parameter scale: What differences are relative to, where it is not the largest of `expected`.
func difference(_ what: String, _ values: [Float], _ expected: [Double], scale: Double? = nil) -> String? {
    guard values.count == expected.count else { return "\(what): \(values.count) values instead of \(expected.count)" }
    let scale = scale ?? expected.reduce(0) { max($0, abs($1)) }
    var worst = (error: 0.0, index: 0)
    for (index, (value, expected)) in zip(values, expected).enumerated() {
        let error = abs(Double(value) - expected)
        if !(error <= worst.error) { worst = (error, index) }
        if error.isNaN { break }
    }
    if worst.error <= tolerance * scale { return nil }
    let (found, wanted) = (values[worst.index], expected[worst.index])
    return "\(what)[\(worst.index)] is \(found) instead of \(wanted); off by \(worst.error / scale) of the largest, \(scale)"
}
