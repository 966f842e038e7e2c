import CKernels
import Foundation
import TestSupport
import Testing

/// Activation functions in the tables of kernels, against their definitions in double precision.
@Suite("Activations in the tables of kernels")
struct ActivationTests {
    struct Function: Sendable, CustomTestStringConvertible {
        let name: String
        let kernel: assay_activation
        /// The function.
        let value: @Sendable (Double) -> Double
        /// Its derivative.
        let slope: @Sendable (Double) -> Double
        var testDescription: String { name }

        init(
            _ name: String, _ function: assay_function, byArgument: Bool = false,
            _ change: (inout assay_activation) -> Void = { _ in },
            value: @escaping @Sendable (Double) -> Double, slope: @escaping @Sendable (Double) -> Double
        ) {
            self.name = name
            var kernel = assay_activation()
            kernel.function = function
            kernel.by_argument = byArgument ? 1 : 0
            change(&kernel)
            self.kernel = kernel
            self.value = value
            self.slope = slope
        }
    }

    private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    private static func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
    private static func clipped(_ x: Double) -> Double { min(max(x, 0), 1) }

    static let functions: [Function] = [
        Function("relu", ASSAY_RECTIFIER, { $0.most = .infinity }, value: { max($0, 0) }, slope: { $0 > 0 ? 1 : 0 }),
        Function("relu6", ASSAY_RECTIFIER, { $0.most = 6 }, value: { min(max($0, 0), 6) }, slope: { $0 > 0 && $0 < 6 ? 1 : 0 }),
        Function(
            "leaky", ASSAY_RECTIFIER, { ($0.slope, $0.most) = (0.25, .infinity) }, value: { $0 > 0 ? $0 : 0.25 * $0 },
            slope: { $0 > 0 ? 1 : 0.25 }),
        Function(
            "above a threshold", ASSAY_RECTIFIER, byArgument: true, { ($0.slope, $0.threshold, $0.most) = (0.25, 0.5, 2) },
            value: { $0 > 0.5 ? min($0, 2) : 0.25 * ($0 - 0.5) }, slope: { $0 > 0.5 ? ($0 < 2 ? 1 : 0) : 0.25 }),
        Function(
            "elu", ASSAY_EXPONENTIAL_UNIT, { ($0.alpha, $0.scale) = (0.5, 2) }, value: { 2 * ($0 > 0 ? $0 : 0.5 * expm1($0)) },
            slope: { 2 * ($0 < 0 ? 0.5 * exp($0) : 1) }),
        Function(
            "elu of nothing", ASSAY_EXPONENTIAL_UNIT, byArgument: true, { ($0.alpha, $0.scale) = (0, 1) }, value: { max($0, 0) },
            slope: { $0 < 0 ? 0 : 1 }),
        Function(
            "gelu", ASSAY_GELU, byArgument: true, value: { $0 * normal($0) },
            slope: { normal($0) + $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() }),
        Function(
            "silu", ASSAY_SILU, byArgument: true, value: { $0 * logistic($0) },
            slope: { logistic($0) * (1 + $0 * logistic(-$0)) }),
        Function(
            "hard sigmoid", ASSAY_CLIPPED_LINE, { $0.slope = 0.25 }, value: { clipped(0.25 * $0 + 0.5) },
            slope: { abs($0) < 2 ? 0.25 : 0 }),
        Function(
            "hard silu", ASSAY_HARD_SILU, byArgument: true, value: { $0 * clipped($0 / 6 + 0.5) },
            slope: { clipped($0 / 6 + 0.5) + (abs($0) < 3 ? $0 / 6 : 0) }),
        Function("sigmoid", ASSAY_SIGMOID, value: { logistic($0) }, slope: { logistic($0) * logistic(-$0) }),
        Function("softplus", ASSAY_SOFTPLUS, value: { max($0, 0) + log1p(exp(-abs($0))) }, slope: { logistic($0) }),
        Function("tanh", ASSAY_TANH, value: { tanh($0) }, slope: { 1 - tanh($0) * tanh($0) }),
    ]

    /// Dense near 0, reaching far out, zeros of both signs.
    private static let points: [Float] =
        stride(from: Float(-12), through: 12, by: 0.0137).map { $0 } + [
            0, -0.0, 1e-6, -1e-6, 1e-20, -1e-20, 40, -40, 87, -87, 100, -100, 3e4, -3e4,
        ]

    /// What float32 arguments and results allow: a few units in the last place, or as much beside 1.
    private static func isNear(_ found: Float, _ expected: Double, _ tolerance: Double = 6e-7) -> Bool {
        abs(Double(found) - expected) <= tolerance * max(1, abs(expected))
    }

    @Test(arguments: functions) func valuesAndSlopes(_ function: Function) {
        for table in KernelTables.here {
            var kernel = function.kernel
            let from = GuardedBuffer(Self.points, isAligned: false)
            let to = GuardedBuffer<Float>(count: Self.points.count, fill: 0xFF, isAligned: false)
            table.kernels.pointee.activate(&kernel, from.pointer, to.pointer, 0, Self.points.count)
            for (x, y) in zip(Self.points, to.values) {
                #expect(Self.isNear(y, function.value(Double(x))), "\(table.name), at \(x): \(y)")
            }
            let known = function.kernel.by_argument != 0 ? from : to
            let gradient = GuardedBuffer([Float](repeating: 2, count: Self.points.count), isAligned: false)
            table.kernels.pointee.activate_backward(&kernel, known.pointer, gradient.pointer, 0, Self.points.count)
            for (x, slope) in zip(Self.points, gradient.values) {
                #expect(Self.isNear(slope / 2, function.slope(Double(x)), 2e-6), "\(table.name), slope at \(x): \(slope / 2)")
            }
            #expect(from.isIntact && to.isIntact && gradient.isIntact, "\(table.name)")
        }
    }

    /// Pieces at any address, and in place, give the bytes of the whole.
    @Test(arguments: functions, [1, 7, 8, 15, 16, 17, 100]) func pieces(_ function: Function, _ count: Int) {
        for table in KernelTables.here {
            var kernel = function.kernel
            let points = Array(Self.points.dropFirst(700).prefix(count))
            let whole = GuardedBuffer<Float>(count: count, fill: 0xFF)
            table.kernels.pointee.activate(&kernel, GuardedBuffer(points).pointer, whole.pointer, 0, count)
            let pieces = GuardedBuffer(points, isAligned: false)
            table.kernels.pointee.activate(&kernel, pieces.pointer, pieces.pointer, count / 3, count)
            table.kernels.pointee.activate(&kernel, pieces.pointer, pieces.pointer, 0, count / 3)
            #expect(pieces.values == whole.values && pieces.isIntact, "\(table.name)")
        }
    }

    @Test(arguments: functions) func whatIsNoNumberStaysNone(_ function: Function) {
        for table in KernelTables.here {
            var kernel = function.kernel
            let values = GuardedBuffer([Float](repeating: .nan, count: 19))
            table.kernels.pointee.activate(&kernel, values.pointer, values.pointer, 0, 19)
            #expect(values.values.allSatisfy { $0.isNaN }, "\(table.name)")
        }
    }
}
