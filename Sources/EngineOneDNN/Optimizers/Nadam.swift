import Engine
import Foundation
import Network

extension Nadam: OneDNNOptimizer {
    func makeRule() throws(EngineError) -> any UpdateRule { NadamRule(self) }
}

private final class NadamRule: UpdateRule {
    private let nadam: Nadam
    /// u(1) … u(t) by t, multiplied up in floats as Keras does it, to where it is 0.
    private var products: [Float] = [1]

    init(_ nadam: Nadam) { self.nadam = nadam }

    private func product(_ step: Int) -> Float {
        while products.count <= step, let last = products.last, last > 0 {
            products.append(last * Float(nadam.momentum(products.count)))
        }
        return products.indices.contains(step) ? products[step] : products.last ?? 0
    }

    func change(step: Int, rate: Float) -> (Stretch) -> Void {
        let (share1, share2) = (Float(1 - nadam.beta1), Float(1 - nadam.beta2))
        let next = Float(nadam.momentum(step + 1))
        let product = product(step)
        // The shares of the moment and of the gradient, each corrected for its beginning.
        let ahead = next / (1 - product * next)
        let now = (1 - Float(nadam.momentum(step))) / (1 - product)
        let correction = Float(1 - pow(nadam.beta2, Double(step)))
        let epsilon = Float(nadam.epsilon)
        return { stretch in
            let (values, gradient) = (stretch.values, stretch.gradient)
            let (first, second) = (stretch.moments[0], stretch.moments[1])
            for index in 0..<stretch.count {
                first[index] += (gradient[index] - first[index]) * share1
                second[index] += (gradient[index] * gradient[index] - second[index]) * share2
                let direction = ahead * first[index] + now * gradient[index]
                values[index] -= direction * rate / ((second[index] / correction).squareRoot() + epsilon)
            }
        }
    }
}
