import Foundation

/// The mass of the bell curve with mean 0 and deviation 1, also where it is too small for a double.
enum GaussianMass {
    /// The logarithm of the mass below x.
    static func logBelow(_ x: Double) -> Double {
        if x > 0 { return log1p(-0.5 * erfc(x / 2.squareRoot())) }
        // erfc loses its digits where its result is no normal number.
        if x > -30 { return log(0.5 * erfc(-x / 2.squareRoot())) }
        // Abramowitz and Stegun 26.2.12; the terms fall by more than 900 each.
        let square = 1 / (x * x)
        let series = 1 - square * (1 - 3 * square * (1 - 5 * square * (1 - 7 * square * (1 - 9 * square))))
        return -0.5 * x * x - log(-x) - 0.5 * log(2 * .pi) + log(series)
    }

    /// The logarithm of the mass between two numbers, the first below the second.
    static func logBetween(_ low: Double, _ high: Double) -> Double {
        // The tail above is that below mirrored, so that no difference of two numbers near 1 is taken.
        if low > 0 { return logBetween(-high, -low) }
        if high > 0 { return log1p(-0.5 * erfc(-low / 2.squareRoot()) - 0.5 * erfc(high / 2.squareRoot())) }
        let larger = logBelow(high)
        return larger + log1p(-exp(logBelow(low) - larger))
    }
}
