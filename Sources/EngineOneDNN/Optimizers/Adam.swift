import CKernels
import Engine
import Foundation
import Network

extension Adam: OneDNNOptimizer {
    func makeRule() throws(EngineError) -> any UpdateRule { try AdamRule(self) }
}

extension AdamW: OneDNNOptimizer {
    func makeRule() throws(EngineError) -> any UpdateRule { try AdamRule(adam) }
}

private final class AdamRule: UpdateRule {
    private let adam: Adam
    private let kernel: @convention(c) (UnsafePointer<assay_adam>?, Int, Int) -> Void

    init(_ adam: Adam) throws(EngineError) {
        let table = try KernelTable.current()
        guard let kernel = table.kernels.pointee.adam else {
            throw .library("the kernels for \(table.name) are not complete")
        }
        self.adam = adam
        self.kernel = kernel
    }

    /// m += (g - m) (1 - beta1); v += (g² - v) (1 - beta2); w -= scale m / (sqrt(v) + epsilon), as Keras writes it.
    func change(step: Int, rate: Float) -> (Stretch) -> Void {
        let correction = (1 - pow(adam.beta2, Double(step))).squareRoot() / (1 - pow(adam.beta1, Double(step)))
        let (share1, share2) = (Float(1 - adam.beta1), Float(1 - adam.beta2))
        let (scale, epsilon) = (rate * Float(correction), Float(adam.epsilon))
        guard adam.amsgrad else {
            let kernel = kernel
            return { stretch in
                let update = assay_adam(
                    values: stretch.values, gradient: UnsafePointer(stretch.gradient), first: stretch.moments[0],
                    second: stretch.moments[1], share1: share1, share2: share2, scale: scale, epsilon: epsilon)
                withUnsafePointer(to: update) { kernel($0, 0, stretch.count) }
            }
        }
        return { stretch in
            let (values, gradient) = (stretch.values, stretch.gradient)
            let (first, second, largest) = (stretch.moments[0], stretch.moments[1], stretch.moments[2])
            for index in 0..<stretch.count {
                first[index] += (gradient[index] - first[index]) * share1
                second[index] += (gradient[index] * gradient[index] - second[index]) * share2
                let bound = second[index] > largest[index] ? second[index] : largest[index]
                largest[index] = bound
                values[index] -= first[index] * scale / (bound.squareRoot() + epsilon)
            }
        }
    }
}
