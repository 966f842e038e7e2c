import Network

extension Conv2D: ReferenceLayer {
    /// y[n, i, j, f] = sum over u, v, c of x[n, i s + u - top, j s' + v - left, c] k[u, v, c, f], plus b[f]; zero outside the image.
    func forward(_ input: LayerInput) -> LayerOutput {
        let taps = Taps(self, input.node, samples: input.samples)
        let (x, kernel, channels, filters) = (input.values, input.parameters[0], taps.channels, filters)
        var outputs = [Double](repeating: 0, count: input.samples * input.node.output.count)
        if useBias {
            let bias = input.parameters[1]
            for index in outputs.indices { outputs[index] = bias[index % filters] }
        }
        outputs.withUnsafeMutableBufferPointer { y in
            taps.forEach { pixel, weight, output in
                for c in 0..<channels {
                    for f in 0..<filters { y[output + f] += x[pixel + c] * kernel[weight + c * filters + f] }
                }
            }
        }
        return LayerOutput(values: outputs) { gradient in
            var toInput = [Double](repeating: 0, count: x.count)
            var toKernel = [Double](repeating: 0, count: kernel.count)
            toInput.withUnsafeMutableBufferPointer { dx in
                toKernel.withUnsafeMutableBufferPointer { dk in
                    taps.forEach { pixel, weight, output in
                        for c in 0..<channels {
                            for f in 0..<filters {
                                let slope = gradient[output + f]
                                dk[weight + c * filters + f] += x[pixel + c] * slope
                                dx[pixel + c] += kernel[weight + c * filters + f] * slope
                            }
                        }
                    }
                }
            }
            var toBias = [Double](repeating: 0, count: filters)
            for (index, slope) in gradient.enumerated() { toBias[index % filters] += slope }
            return LayerGradient(input: toInput, parameters: useBias ? [toKernel, toBias] : [toKernel])
        }
    }
}

/// Every meeting of a kernel's place with a pixel of the image.
private struct Taps {
    let samples: Int
    let input: [Int]
    let output: [Int]
    let window: [Int]
    let strides: [Int]
    let top: Int
    let left: Int

    var channels: Int { input[2] }

    init(_ layer: Conv2D, _ node: LayerNode, samples: Int) {
        self.samples = samples
        input = node.input.extents
        output = node.output.extents
        window = layer.kernelSize
        strides = layer.strides
        top = Window.padding(input[0], window: window[0], stride: strides[0], padding: layer.padding).before
        left = Window.padding(input[1], window: window[1], stride: strides[1], padding: layer.padding).before
    }

    /// Calls `body` with where the pixel, the kernel's (channels, filters) matrix and the output pixel begin.
    @inline(__always)
    func forEach(_ body: (_ pixel: Int, _ weight: Int, _ output: Int) -> Void) {
        for sample in 0..<samples {
            for row in 0..<output[0] {
                for column in 0..<output[1] {
                    let place = ((sample * output[0] + row) * output[1] + column) * output[2]
                    for u in 0..<window[0] {
                        let y = row * strides[0] + u - top
                        guard (0..<input[0]).contains(y) else { continue }
                        for v in 0..<window[1] {
                            let x = column * strides[1] + v - left
                            guard (0..<input[1]).contains(x) else { continue }
                            body(
                                ((sample * input[0] + y) * input[1] + x) * input[2], (u * window[1] + v) * input[2] * output[2],
                                place)
                        }
                    }
                }
            }
        }
    }
}
