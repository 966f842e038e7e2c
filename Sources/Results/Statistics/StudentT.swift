import Foundation

/// Student's t distribution.
public struct StudentT: Hashable, Sendable {
    /// Degrees of freedom, at least 1.
    public let degrees: Int

    /// Creates a distribution.
    public init(degrees: Int) { self.degrees = max(degrees, 1) }

    /// The probability of a value of at most `t`.
    ///
    /// Half the regularized incomplete beta function of n/(n + t²), with n/2 and 1/2, lies beyond |t| (Abramowitz and Stegun 26.7.1).
    public func probability(atMost t: Double) -> Double {
        guard t.isFinite else { return t.isNaN ? .nan : t > 0 ? 1 : 0 }
        let n = Double(degrees)
        let ratio = t / n * t
        let beyond = 0.5 * IncompleteBeta(a: n / 2, b: 0.5).regularized(1 / (1 + ratio), complement: ratio / (1 + ratio))
        return t > 0 ? 1 - beyond : beyond
    }

    /// The value that a probability lies below; infinite at 0 and 1.
    public func quantile(_ probability: Double) -> Double {
        guard probability > 0, probability < 1 else { return probability <= 0 ? -.infinity : .infinity }
        // From the lower tail, where small probabilities keep their digits.
        if probability > 0.5 { return -quantile(1 - probability) }
        var (low, high) = (-1.0, 0.0)
        while self.probability(atMost: low) > probability, low > -1e300 { low *= 2 }
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if self.probability(atMost: middle) < probability { low = middle } else { high = middle }
        }
    }
}

/// The incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8), evaluated by Lentz's method.
private struct IncompleteBeta {
    let a, b: Double

    /// I_x(a, b), where `complement` is 1 - x with all its digits.
    func regularized(_ x: Double, complement: Double) -> Double {
        guard x > 0, complement > 0 else { return x <= 0 ? 0 : 1 }
        // The fraction converges fast below the mean; above it, the other tail does.
        guard x <= (a + 1) / (a + b + 2) else { return 1 - IncompleteBeta(a: b, b: a).regularized(complement, complement: x) }
        let front = exp(a * log(x) + b * log(complement) + Self.logGamma(a + b) - Self.logGamma(a) - Self.logGamma(b)) / a
        return front * fraction(x)
    }

    private func fraction(_ x: Double) -> Double {
        let least = 1e-300
        func safe(_ value: Double) -> Double { abs(value) < least ? least : value }
        var c = 1.0
        var d = 1 / safe(1 - (a + b) * x / (a + 1))
        var result = d
        for index in 1...10_000 {
            let m = Double(index)
            for term in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 / safe(1 + term * d)
                c = safe(1 + term / c)
                result *= c * d
            }
            if abs(c * d - 1) < 1e-15 { break }
        }
        return result
    }

    private static func logGamma(_ x: Double) -> Double {
        let (value, _): (Double, Int) = lgamma(x)
        return value
    }
}
