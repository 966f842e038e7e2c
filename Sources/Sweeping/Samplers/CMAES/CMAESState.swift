import Foundation

/// The distribution from which CMA-ES draws a generation, and how it learns from one (Hansen 2016, "The CMA evolution strategy: a
/// tutorial", equations 38 to 58, with active covariance update).
struct CMAESState {
    /// The mean.
    private(set) var mean: [Double]
    /// The step size.
    private(set) var sigma: Double
    /// The covariance.
    private(set) var covariance: [[Double]]
    /// The symmetric root of the covariance. Unlike the product of vectors and values it does not depend on the vectors' order or signs.
    private(set) var root: [[Double]]
    private var inverseRoot: [[Double]]
    private var sigmaPath: [Double]
    private var covariancePath: [Double]
    private var generation = 0
    private let constants: CMAESConstants

    /// What it begins with.
    init(mean: [Double], sigma: Double, population: Int) {
        let count = mean.count
        let identity = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
        self.mean = mean
        self.sigma = sigma
        covariance = identity
        root = identity
        inverseRoot = identity
        sigmaPath = mean.map { _ in 0 }
        covariancePath = mean.map { _ in 0 }
        constants = CMAESConstants(dimensions: count, population: population)
    }

    /// The point of a draw of the bell curve.
    func point(_ draw: [Double]) -> [Double] { zip(mean, Self.times(root, draw)).map { $0 + sigma * $1 } }

    /// Learns from a generation.
    ///
    /// - Parameter points: As many as the population, the best first.
    mutating func learn(_ points: [[Double]]) {
        let constants = constants
        let count = Double(mean.count)
        let steps = points.map { zip($0, mean).map { ($0 - $1) / sigma } }
        var step = mean.map { _ in 0.0 }
        for (weight, one) in zip(constants.weights.prefix(constants.parents), steps) {
            for index in step.indices { step[index] += weight * one[index] }
        }
        generation += 1

        // The step size: longer where the mean goes on in one direction.
        let whitened = Self.times(inverseRoot, step)
        let sigmaGain = (constants.sigmaRate * (2 - constants.sigmaRate) * constants.effectiveParents).squareRoot()
        for index in mean.indices {
            mean[index] += sigma * step[index]
            sigmaPath[index] = (1 - constants.sigmaRate) * sigmaPath[index] + sigmaGain * whitened[index]
        }
        let length = sigmaPath.reduce(0) { $0 + $1 * $1 }.squareRoot()
        sigma *= exp(constants.sigmaRate / constants.sigmaDamping * (length / constants.expectedLength - 1))

        // The covariance, from the path of the mean and from the steps.
        let start = (1 - pow(1 - constants.sigmaRate, 2 * Double(generation + 1))).squareRoot()
        let isSteady = length / start < (1.4 + 2 / (count + 1)) * constants.expectedLength
        let pathGain = (constants.pathRate * (2 - constants.pathRate) * constants.effectiveParents).squareRoot()
        for index in mean.indices {
            covariancePath[index] = (1 - constants.pathRate) * covariancePath[index] + (isSteady ? pathGain * step[index] : 0)
        }
        let lost = isSteady ? 0 : constants.pathRate * (2 - constants.pathRate)
        let kept =
            1 + constants.oneRate * lost - constants.oneRate - constants.muRate * constants.weights.reduce(0, +)
        // A step that counts against its direction counts by its direction alone.
        let weights = zip(constants.weights, steps).map { weight, one in
            weight >= 0 ? weight : weight * count / (Self.times(inverseRoot, one).reduce(0) { $0 + $1 * $1 } + 1e-8)
        }
        for row in mean.indices {
            for column in mean.indices {
                let fromSteps = zip(weights, steps).reduce(0) { $0 + $1.0 * $1.1[row] * $1.1[column] }
                covariance[row][column] =
                    kept * covariance[row][column] + constants.oneRate * covariancePath[row] * covariancePath[column]
                    + constants.muRate * fromSteps
            }
        }
        decompose()
    }

    private mutating func decompose() {
        let eigen = SymmetricEigen(covariance)
        // A value that rounding made negative becomes small.
        let repaired = { (value: Double) in value < 0 ? 1e-8 : value }
        covariance = eigen.map(repaired)
        root = eigen.map { repaired($0).squareRoot() }
        inverseRoot = eigen.map { 1 / max(repaired($0).squareRoot(), 1e-150) }
    }

    private static func times(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        matrix.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
}

/// What follows from the numbers of dimensions and of points of a generation (Hansen 2016, table 1).
struct CMAESConstants {
    /// The weights of the points of a generation, the best first; those of the worse half are negative.
    let weights: [Double]
    /// How many points become the next mean.
    let parents: Int
    let effectiveParents: Double
    let oneRate: Double
    let muRate: Double
    let sigmaRate: Double
    let sigmaDamping: Double
    let pathRate: Double
    /// The expected length of a draw of the bell curve.
    let expectedLength: Double

    init(dimensions: Int, population: Int) {
        let n = Double(dimensions)
        let raw = (0..<population).map { log((Double(population) + 1) / 2) - log(Double($0) + 1) }
        parents = population / 2
        let effective = { (some: ArraySlice<Double>) in
            let sum = some.reduce(0, +)
            return sum * sum / some.reduce(0) { $0 + $1 * $1 }
        }
        effectiveParents = effective(raw[..<parents])
        let mu = effectiveParents
        oneRate = 2 / ((n + 1.3) * (n + 1.3) + mu)
        muRate = min(1 - oneRate - 1e-8, 2 * (mu - 2 + 1 / mu) / ((n + 2) * (n + 2) + mu))
        let least = min(
            1 + oneRate / muRate, 1 + 2 * effective(raw[parents...]) / (mu + 2), (1 - oneRate - muRate) / (n * muRate))
        let positive = raw.reduce(0) { $0 + max($1, 0) }
        let negative = raw.reduce(0) { $0 - min($1, 0) }
        weights = raw.map { $0 >= 0 ? $0 / positive : least * $0 / negative }
        sigmaRate = (mu + 2) / (n + mu + 5)
        sigmaDamping = 1 + 2 * max(0, ((mu - 1) / (n + 1)).squareRoot() - 1) + sigmaRate
        pathRate = (4 + mu / n) / (n + 4 + 2 * mu / n)
        expectedLength = n.squareRoot() * (1 - 1 / (4 * n) + 1 / (21 * n * n))
    }
}
