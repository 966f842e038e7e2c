import Engine
import Network

extension SGD: OneDNNOptimizer {
    func makeRule() throws(EngineError) -> any UpdateRule { SGDRule(self) }
}

private final class SGDRule: UpdateRule {
    private let optimizer: SGD

    init(_ optimizer: SGD) { self.optimizer = optimizer }

    func change(step: Int, rate: Float) -> (Stretch) -> Void {
        let momentum = Float(optimizer.momentum)
        guard momentum != 0 else {
            return { stretch in
                let (values, gradient) = (stretch.values, stretch.gradient)
                for index in 0..<stretch.count { values[index] -= gradient[index] * rate }
            }
        }
        let looksAhead = optimizer.nesterov
        return { stretch in
            let (values, gradient, last) = (stretch.values, stretch.gradient, stretch.moments[0])
            for index in 0..<stretch.count {
                last[index] = last[index] * momentum - gradient[index] * rate
                values[index] += looksAhead ? last[index] * momentum - gradient[index] * rate : last[index]
            }
        }
    }
}
