import Engine
import Network

extension RMSprop: OneDNNOptimizer {
    func makeRule() throws(EngineError) -> any UpdateRule { RMSpropRule(self) }
}

private final class RMSpropRule: UpdateRule {
    private let optimizer: RMSprop

    init(_ optimizer: RMSprop) { self.optimizer = optimizer }

    func change(step: Int, rate: Float) -> (Stretch) -> Void {
        let (rho, rest) = (Float(optimizer.rho), Float(1 - optimizer.rho))
        let (momentum, epsilon) = (Float(optimizer.momentum), Float(optimizer.epsilon))
        let (isCentered, hasMomentum) = (optimizer.centered, optimizer.momentum > 0)
        return { stretch in
            let (values, gradient) = (stretch.values, stretch.gradient)
            let square = stretch.moments[0]
            // Where there is no such moment the first one stands in, and is left as it is.
            let mean = isCentered ? stretch.moments[1] : square
            let last = hasMomentum ? stretch.moments[isCentered ? 2 : 1] : square
            for index in 0..<stretch.count {
                let slope = gradient[index]
                square[index] = rho * square[index] + rest * (slope * slope)
                var divisor = square[index]
                if isCentered {
                    mean[index] = rho * mean[index] + rest * slope
                    divisor -= mean[index] * mean[index]
                }
                var step = rate * slope / (divisor + epsilon).squareRoot()
                if hasMomentum {
                    step += momentum * last[index]
                    last[index] = step
                }
                values[index] -= step
            }
        }
    }
}
