import Foundation
import Plan
import Sweeping

/// A function to find the least value of, and where.
struct Case: Sendable {
    var name: String
    var parameters: [SweepParameter]
    /// Whether every parameter is an interval.
    var isOfNumbers: Bool
    var cost: @Sendable (Assignment) -> Double

    /// All of them; optuna_side.py has the same.
    static let all = [branin, hartmann, ackley, rosenbrock, mixed]

    private static func numbers(_ count: Int, _ low: Double, _ high: Double) -> [SweepParameter] {
        (0..<count).map { SweepParameter(path: "x\($0)", domain: .uniform(low: low, high: high)) }
    }

    private static func values(_ point: Assignment) -> [Double] { point.settings.map { $0.value.number ?? .nan } }

    static let branin = Case(
        name: "branin-2",
        parameters: [
            SweepParameter(path: "x0", domain: .uniform(low: -5, high: 10)),
            SweepParameter(path: "x1", domain: .uniform(low: 0, high: 15)),
        ], isOfNumbers: true
    ) { point in
        let x = values(point)
        let first = x[1] - 5.1 / (4 * .pi * .pi) * x[0] * x[0] + 5 / .pi * x[0] - 6
        return first * first + 10 * (1 - 1 / (8 * .pi)) * cos(x[0]) + 10
    }

    static let hartmann = Case(name: "hartmann-6", parameters: numbers(6, 0, 1), isOfNumbers: true) { point in
        let x = values(point)
        let a = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
        let p = [
            [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
            [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381.0],
        ]
        return -zip([1, 1.2, 3, 3.2], zip(a, p)).reduce(0) { sum, row in
            let inner = x.indices.reduce(0) { $0 + row.1.0[$1] * pow(x[$1] - 1e-4 * row.1.1[$1], 2) }
            return sum + row.0 * exp(-inner)
        }
    }

    static let ackley = Case(name: "ackley-5", parameters: numbers(5, -15, 30), isOfNumbers: true) { point in
        let x = values(point)
        let squares = x.reduce(0) { $0 + $1 * $1 } / 5
        let cosines = x.reduce(0) { $0 + cos(2 * .pi * $1) } / 5
        return -20 * exp(-0.2 * squares.squareRoot()) - exp(cosines) + 20 + M_E
    }

    static let rosenbrock = Case(name: "rosenbrock-5", parameters: numbers(5, -5, 10), isOfNumbers: true) { point in
        let x = values(point)
        return zip(x, x.dropFirst()).reduce(0) { $0 + 100 * pow($1.1 - $1.0 * $1.0, 2) + pow(1 - $1.0, 2) }
    }

    /// What a small network's error might look like: a rate on a logarithm, units, two choices, one of which has a number of its own.
    static let mixed = Case(
        name: "mixed-5",
        parameters: [
            SweepParameter(path: "rate", domain: .logUniform(low: 1e-5, high: 1)),
            SweepParameter(path: "units", domain: .intUniform(low: 1, high: 64)),
            SweepParameter(
                path: "activation", domain: .values(["relu", "tanh", "sigmoid", "gelu"].map(SweepValue.yaml), isOrdered: false)),
            SweepParameter(path: "optimizer", domain: .values(["sgd", "adam"].map(SweepValue.yaml), isOrdered: false)),
            SweepParameter(
                path: "momentum", domain: .uniform(low: 0, high: 1),
                conditions: [SweepCondition(path: "optimizer", values: [.yaml("sgd")])]),
        ], isOfNumbers: false
    ) { point in
        let rate = log10(point["rate"]?.number ?? .nan)
        let units = log2(point["units"]?.number ?? .nan)
        let activation = ["relu": 0, "tanh": 0.1, "sigmoid": 0.3, "gelu": 0.02][point["activation"]?.text ?? ""] ?? .nan
        let common = activation + 0.05 * (units - 5) * (units - 5)
        guard let momentum = point["momentum"]?.number else { return common + 0.05 + 0.2 * (rate + 3) * (rate + 3) }
        return common + 0.2 * (rate + 1.5) * (rate + 1.5) + 2 * (momentum - 0.9) * (momentum - 0.9)
    }
}
