import CKernels
import Engine
import Network

/// An activation function of arrays, value by value, forward and backward.
struct ActivationKernel {
    typealias Values = UnsafeMutableBufferPointer<Float>

    /// Values that one task changes.
    private static let chunk = 1 << 14

    private let activation: assay_activation
    private let forward:
        @convention(c) (
            UnsafePointer<assay_activation>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int
        ) -> Void
    private let backward:
        @convention(c) (
            UnsafePointer<assay_activation>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int
        ) -> Void
    private let parallel: Parallel

    /// Nil for the functions that are not element-wise, or nothing.
    init?(_ function: ActivationFunction, table: KernelTable, parallel: Parallel) throws(EngineError) {
        guard let activation = function.description else { return nil }
        guard let forward = table.kernels.pointee.activate, let backward = table.kernels.pointee.activate_backward else {
            throw .library("the kernels for \(table.name) are not complete")
        }
        self.activation = activation
        self.forward = forward
        self.backward = backward
        self.parallel = parallel
    }

    /// y = f(x).
    func run(_ from: Values, to: Values) {
        let count = min(from.count, to.count)
        tasks(count) { begin, end in
            withUnsafePointer(to: activation) { forward($0, from.baseAddress, to.baseAddress, begin, end) }
        }
    }

    /// dx = dy f'(x), in the place of dy; `values` are x or y, as ``ActivationFunction/needsArgument`` says.
    func differentiate(_ values: Values, gradient: Values) {
        tasks(min(values.count, gradient.count)) { begin, end in
            withUnsafePointer(to: activation) { backward($0, values.baseAddress, gradient.baseAddress, begin, end) }
        }
    }

    private func tasks(_ count: Int, _ body: (Int, Int) -> Void) {
        parallel.run((count + Self.chunk - 1) / Self.chunk) { body($0 * Self.chunk, min(($0 + 1) * Self.chunk, count)) }
    }
}

extension ActivationFunction {
    /// As the kernels have it; nil for those that are not element-wise, or nothing.
    fileprivate var description: assay_activation? {
        var result = assay_activation()
        result.by_argument = needsArgument ? 1 : 0
        switch self {
        case .linear, .softmax: return nil
        case .rectifier(let slope, let threshold, let most):
            result.function = ASSAY_RECTIFIER
            (result.slope, result.threshold, result.most) = (Float(slope), Float(threshold), most.map { Float($0) } ?? .infinity)
        case .exponentialUnit(let alpha, let scale):
            result.function = ASSAY_EXPONENTIAL_UNIT
            (result.alpha, result.scale) = (Float(alpha), Float(scale))
        case .gelu: result.function = ASSAY_GELU
        case .silu: result.function = ASSAY_SILU
        case .clippedLine(let slope):
            result.function = ASSAY_CLIPPED_LINE
            result.slope = Float(slope)
        case .hardSilu: result.function = ASSAY_HARD_SILU
        case .sigmoid: result.function = ASSAY_SIGMOID
        case .softplus: result.function = ASSAY_SOFTPLUS
        case .tanh: result.function = ASSAY_TANH
        }
        return result
    }

    /// Whether 0 stays 0, so that what fills blocks up does too.
    var keepsZero: Bool {
        switch self {
        case .rectifier(let slope, let threshold, _): slope * threshold == 0
        case .clippedLine, .sigmoid, .softmax, .softplus: false
        default: true
        }
    }
}
