import Network

extension Dense: ReferenceLayer {
    /// y[n, u] = sum over i of x[n, i] k[i, u], plus b[u].
    func forward(_ input: LayerInput) -> LayerOutput {
        let (x, kernel, inputs, units) = (input.values, input.parameters[0], input.node.input.count, units)
        var outputs = [Double](repeating: 0, count: input.samples * units)
        for sample in 0..<input.samples {
            for unit in 0..<units where useBias { outputs[sample * units + unit] = input.parameters[1][unit] }
            for i in 0..<inputs {
                let value = x[sample * inputs + i]
                for unit in 0..<units { outputs[sample * units + unit] += value * kernel[i * units + unit] }
            }
        }
        return LayerOutput(values: outputs) { gradient in
            var toInput = [Double](repeating: 0, count: x.count)
            var toKernel = [Double](repeating: 0, count: kernel.count)
            var toBias = [Double](repeating: 0, count: units)
            for sample in 0..<input.samples {
                for unit in 0..<units { toBias[unit] += gradient[sample * units + unit] }
                for i in 0..<inputs {
                    let value = x[sample * inputs + i]
                    var sum = 0.0
                    for unit in 0..<units {
                        let slope = gradient[sample * units + unit]
                        toKernel[i * units + unit] += value * slope
                        sum += kernel[i * units + unit] * slope
                    }
                    toInput[sample * inputs + i] = sum
                }
            }
            return LayerGradient(input: toInput, parameters: useBias ? [toKernel, toBias] : [toKernel])
        }
    }
}
