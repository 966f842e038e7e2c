import Foundation
import Randomness

/// A density over the unit cube from points in it: a mixture of one product of kernels for each point, and of a wide one.
///
/// As in Optuna 5 (`TPESampler`, multivariate): truncated Gaussians as wide as the larger distance to a neighbour, no narrower than
/// 1 / min(100, points + 2) and no wider than the interval; the mass of a cell where values are steps; smoothed frequencies for choices.
/// Of more than 25 points the oldest count less.
struct ParzenEstimator {
    private let axes: [UnitCoordinates.Axis]
    /// The logarithm of each kernel's weight, and the running sums of the weights.
    private let logWeights: [Double]
    private let sums: [Double]
    /// For each axis of numbers, each kernel.
    private let kernels: [[Kernel]]
    /// For each axis of choices, the choice of each point; the last kernel has none.
    private let choices: [[Int]]

    private struct Kernel {
        var mean: Double
        var deviation: Double
        /// The logarithm of its mass within the interval.
        var logMass: Double
    }

    /// Creates a density.
    ///
    /// - Parameters:
    ///   - points: Coordinates, the oldest point first.
    ///   - axes: What the coordinates mean.
    init(_ points: [[Double]], axes: [UnitCoordinates.Axis]) {
        self.axes = axes
        let weights = Self.weights(points.count) + [1]
        let total = weights.reduce(0, +)
        logWeights = weights.map { log($0 / total) }
        var sum = 0.0
        sums = weights.map { weight in
            sum += weight / total
            return sum
        }
        kernels = axes.enumerated().map { index, axis in
            if case .choices = axis { return [] }
            return Self.kernels(points.map { $0[index] })
        }
        choices = axes.enumerated().map { index, axis in
            guard case .choices(let count) = axis else { return [] }
            return points.map { Self.cell($0[index], count) }
        }
    }

    /// 1 for the newest 25, and a ramp from 1 / count to 1 for those before.
    private static func weights(_ count: Int) -> [Double] {
        let old = max(count - 25, 0)
        return (0..<count).map { index in
            guard index < old else { return 1 }
            let first = 1 / Double(count)
            return old == 1 ? first : first + (1 - first) * Double(index) / Double(old - 1)
        }
    }

    /// A kernel for each coordinate, and the wide one.
    private static func kernels(_ means: [Double]) -> [Kernel] {
        let least = 1 / min(100, Double(means.count) + 2)
        let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
        var deviations = [Double](repeating: 1, count: means.count)
        for (place, index) in order.enumerated() {
            let below = place > 0 ? means[index] - means[order[place - 1]] : nil
            let above = place + 1 < order.count ? means[order[place + 1]] - means[index] : nil
            // The ends of the interval are neighbours only of a point that has no other.
            let distance =
                switch (below, above) {
                case (nil, nil): max(means[index], 1 - means[index])
                case (let below, let above): max(below ?? 0, above ?? 0)
                }
            deviations[index] = min(max(distance, least), 1)
        }
        return (zip(means, deviations) + [(0.5, 1)]).map { mean, deviation in
            Kernel(
                mean: mean, deviation: deviation,
                logMass: GaussianMass.logBetween(-mean / deviation, (1 - mean) / deviation))
        }
    }

    private static func cell(_ coordinate: Double, _ count: Int) -> Int {
        min(max(Int(coordinate * Double(count)), 0), count - 1)
    }

    /// Draws a point.
    func sample(_ draws: inout Draws) -> [Double] {
        let share = draws.next()
        let kernel = min(sums.firstIndex { share < $0 } ?? sums.count - 1, sums.count - 1)
        return axes.indices.map { index in
            switch axes[index] {
            case .interval: return number(kernels[index][kernel], &draws)
            case .steps(let count):
                let cell = Self.cell(number(kernels[index][kernel], &draws), count)
                return (Double(cell) + 0.5) / Double(count)
            case .choices(let count):
                return (Double(choice(index, kernel, count, &draws)) + 0.5) / Double(count)
            }
        }
    }

    private func number(_ kernel: Kernel, _ draws: inout Draws) -> Double {
        // The mean lies in the interval and the deviation is at most its length: at least 0.34 of the draws do not miss.
        for _ in 0..<200 {
            let number = kernel.mean + kernel.deviation * draws.normal()
            if number >= 0 && number < 1 { return number }
        }
        return draws.next()
    }

    private func choice(_ index: Int, _ kernel: Int, _ count: Int, _ draws: inout Draws) -> Int {
        let smoothing = 1 / Double(sums.count)
        let share = draws.next() * (1 + Double(count) * smoothing)
        guard kernel < choices[index].count else { return draws.below(count) }
        return share < 1 ? choices[index][kernel] : min(Int((share - 1) / smoothing), count - 1)
    }

    /// The logarithm of the density, of the mass where a value has one, at a point.
    func logDensity(_ point: [Double]) -> Double {
        var terms = logWeights
        for (index, axis) in axes.enumerated() {
            let number = point[index]
            switch axis {
            case .interval:
                for (place, kernel) in kernels[index].enumerated() {
                    let distance = (number - kernel.mean) / kernel.deviation
                    terms[place] -= 0.5 * distance * distance + 0.5 * log(2 * .pi) + log(kernel.deviation) + kernel.logMass
                }
            case .steps(let count):
                let half = 0.5 / Double(count)
                for (place, kernel) in kernels[index].enumerated() {
                    let low = (number - half - kernel.mean) / kernel.deviation
                    let high = (number + half - kernel.mean) / kernel.deviation
                    terms[place] += GaussianMass.logBetween(low, high) - kernel.logMass
                }
            case .choices(let count):
                let smoothing = 1 / Double(terms.count)
                let cell = Self.cell(number, count)
                let other = log(smoothing / (1 + Double(count) * smoothing))
                let same = log((1 + smoothing) / (1 + Double(count) * smoothing))
                for (place, choice) in choices[index].enumerated() { terms[place] += choice == cell ? same : other }
                terms[terms.count - 1] -= log(Double(count))
            }
        }
        let largest = terms.max() ?? 0
        return largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
    }
}
