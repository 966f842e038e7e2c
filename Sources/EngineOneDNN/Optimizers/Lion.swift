import Engine
import Network

extension Lion: OneDNNOptimizer {
    func makeRule() throws(EngineError) -> any UpdateRule { LionRule(self) }
}

private final class LionRule: UpdateRule {
    private let lion: Lion

    init(_ lion: Lion) { self.lion = lion }

    func change(step: Int, rate: Float) -> (Stretch) -> Void {
        let (beta1, beta2) = (Float(lion.beta1), Float(lion.beta2))
        return { stretch in
            let (values, gradient, moment) = (stretch.values, stretch.gradient, stretch.moments[0])
            for index in 0..<stretch.count {
                let direction = moment[index] * beta1 + gradient[index] * (1 - beta1)
                // The sign of NaN is NaN, that of 0 is 0.
                let sign: Float = direction > 0 ? 1 : direction < 0 ? -1 : direction
                values[index] -= rate * sign
                moment[index] = moment[index] * beta2 + gradient[index] * (1 - beta2)
            }
        }
    }
}
