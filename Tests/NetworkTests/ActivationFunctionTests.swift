import Foundation
import Network
import Testing

@Suite struct ActivationFunctionTests {
    /// Plans hold Keras's names, and nothing but names.
    @Test(arguments: ActivationFunction.allCases) func namesComeBack(_ function: ActivationFunction) throws {
        #expect(ActivationFunction(rawValue: function.rawValue) == function)
        let coded = try JSONEncoder().encode([function])
        #expect(String(decoding: coded, as: UTF8.self) == "[\"\(function.rawValue)\"]")
        #expect(try JSONDecoder().decode([ActivationFunction].self, from: coded) == [function])
    }

    @Test func namesAreKeras() {
        let names = [
            "linear", "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu", "hard_sigmoid", "hard_silu", "sigmoid",
            "softmax",
            "softplus", "tanh",
        ]
        #expect(ActivationFunction.allCases.map(\.rawValue) == names)
        #expect(Set(ActivationFunction.allCases).count == names.count)
        #expect(ActivationFunction(rawValue: "swish") == .silu && ActivationFunction(rawValue: "hard_swish") == .hardSilu)
        #expect(ActivationFunction(rawValue: "Relu") == nil && ActivationFunction(rawValue: "") == nil)
    }

    /// Layers with arguments are the functions of the same numbers.
    @Test func layersAreFunctions() {
        #expect(ReLU().activation == .relu && ReLU(maxValue: 6).activation == .relu6)
        #expect(LeakyReLU(negativeSlope: 0.2).activation == .leakyRelu && LeakyReLU().activation != .leakyRelu)
        #expect(ELU().activation == .elu && ELU(alpha: 2).activation != .elu)
        #expect(Softmax().activation == .softmax)
        #expect(ActivationFunction(rawValue: ReLU(maxValue: 2).activation.rawValue) == nil)
    }

    /// Only where the result does not tell the derivative.
    @Test func argumentsAreAskedFor() {
        let needing = ActivationFunction.allCases.filter(\.needsArgument)
        #expect(needing == [.gelu, .silu, .hardSilu])
        #expect(ReLU(threshold: 1).activation.needsArgument && ELU(alpha: 0).activation.needsArgument)
    }

    @Test func onlyHardSigmoidHasAnEra() {
        for function in ActivationFunction.allCases {
            #expect(function.under(Semantics(.keras3)) == function)
            let former = function.under(Semantics(.tfKeras215))
            #expect(former == (function == .hardSigmoid ? .clippedLine(slope: 0.2) : function))
        }
    }
}
