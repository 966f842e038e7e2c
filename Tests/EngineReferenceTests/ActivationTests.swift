import Network
import Testing

@testable import EngineReference

@Suite struct ActivationTests {
    /// K.hard_sigmoid of Keras 2.2.4 to 2.15: clip(0.2 x + 0.5, 0, 1); of Keras 3: clip(x / 6 + 0.5, 0, 1).
    @Test func hardSigmoidOfEachEra() {
        let points = [-4.0, -2.75, -1, 0, 0.5, 2.25, 2.75, 9]
        let expected: [Semantics.HardSigmoid: [Double]] = [
            .fifth: [0, 0, 0.3, 0.5, 0.6, 0.95, 1, 1],
            .sixth: [0, 0.25 / 6, 1 / 3.0, 0.5, 3.5 / 6, 5.25 / 6, 5.75 / 6, 1],
        ]
        for (turn, values) in expected {
            var semantics = Semantics(.keras3)
            semantics.hardSigmoid = turn
            let function = ActivationFunction.hardSigmoid.under(semantics)
            let outputs = function.apply(points, width: 1)
            #expect(zip(outputs, values).allSatisfy { abs($0 - $1) < 1e-12 }, "\(outputs)")
            let slopes = function.backward(inputs: points, outputs: outputs, gradient: points.map { _ in 1 }, width: 1)
            let slope = turn == .fifth ? 0.2 : 1 / 6.0
            #expect(zip(slopes, values).allSatisfy { $0 == ($1 > 0 && $1 < 1 ? slope : 0) }, "\(slopes)")
        }
    }

    /// Far from 0 nothing overflows.
    @Test(arguments: ActivationFunction.allCases) func staysFinite(_ function: ActivationFunction) {
        let points = [-1e4, -700, 700, 1e4]
        let outputs = function.apply(points, width: 1)
        let slopes = function.backward(inputs: points, outputs: outputs, gradient: [1, 1, 1, 1], width: 1)
        #expect((outputs + slopes).allSatisfy { $0.isFinite })
    }
}
