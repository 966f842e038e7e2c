import CKernels
import Engine
import Foundation
import Network

extension Adam: OneDNNOptimizer {
    var momentCount: Int { 2 }
    func state(count: Int) throws(EngineError) -> any OneDNNOptimizerState { try AdamState(self, count: count) }
}

/// The two moments of one parameter.
private final class AdamState: OneDNNOptimizerState {
    /// Values that one task changes: enough to be worth a task, few enough for all threads to have some.
    private static let chunk = 1 << 14

    private let adam: Adam
    private let kernel: @convention(c) (UnsafePointer<assay_adam>?, Int, Int) -> Void
    private let first: Storage
    private let second: Storage
    var moments: [Storage] { [first, second] }

    init(_ adam: Adam, count: Int) throws(EngineError) {
        let table = try KernelTable.current()
        guard let kernel = table.kernels.pointee.adam else {
            throw .library("the kernels for \(table.name) are not complete")
        }
        self.adam = adam
        self.kernel = kernel
        first = try Storage(byteCount: count * 4)
        second = try Storage(byteCount: count * 4)
    }

    /// m += (g - m) (1 - beta1); v += (g² - v) (1 - beta2); w -= scale m / (sqrt(v) + epsilon), as Keras writes it.
    func update(
        _ values: UnsafeMutableBufferPointer<Float>, gradient: UnsafeMutableBufferPointer<Float>, step: Int, rate: Float,
        parallel: Parallel
    ) {
        let correction = (1 - pow(adam.beta2, Double(step))).squareRoot() / (1 - pow(adam.beta1, Double(step)))
        let count = min(values.count, gradient.count)
        let update = assay_adam(
            values: values.baseAddress, gradient: UnsafePointer(gradient.baseAddress), first: first.floats.baseAddress,
            second: second.floats.baseAddress, share1: Float(1 - adam.beta1), share2: Float(1 - adam.beta2),
            scale: rate * Float(correction), epsilon: Float(adam.epsilon))
        parallel.run((count + Self.chunk - 1) / Self.chunk) { task in
            withUnsafePointer(to: update) { kernel($0, task * Self.chunk, min((task + 1) * Self.chunk, count)) }
        }
    }
}
