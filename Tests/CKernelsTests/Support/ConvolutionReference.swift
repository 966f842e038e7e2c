/// What a convolution's passes compute, by their definition and in double precision. Activations are channels last.
struct ConvolutionReference {
    let example: ConvolutionCase
    let data: ConvolutionData

    /// A forward pass.
    struct Forward {
        /// After bias, rectifier and pooling, before the affine map at the end.
        var values: [Double]
        /// For each of `values`, which pixel of its window was taken, in reading order; the first of equal ones.
        var choices: [Int]
        /// How far the second of a window is below the first; infinite where there is no second.
        var leads: [Double]
        /// The result.
        var y: [Double]
    }

    /// A backward pass.
    struct Backward {
        /// By the convolution's input after its affine map: (sample, row, column, channel).
        var dx: [Double]
        /// In Keras's layout.
        var weights: [Double]
        var bias: [Double]
    }

    private var paddedHeight: Int {
        max((example.outHeight - 1) * example.strides[0] + example.window[0], example.pad[0] + example.height)
    }
    private var paddedWidth: Int {
        max((example.outWidth - 1) * example.strides[1] + example.window[1], example.pad[1] + example.width)
    }

    /// A value of the input after its affine map, before its limits.
    private func mapped(_ index: Int) -> Double {
        let channel = index % example.inChannels
        return Double(data.scale?[channel] ?? 1) * Double(data.x[index]) + Double(data.shift?[channel] ?? 0)
    }
    private var most: Double { example.limits == 6 ? 6 : .infinity }

    /// The input after its affine map and limits, among zeros.
    func paddedInput() -> [Double] {
        let channels = example.inChannels
        var result = [Double](repeating: 0, count: example.samples * paddedHeight * paddedWidth * channels)
        eachInput { input, padded in
            for channel in 0..<channels {
                let value = mapped(input + channel)
                result[padded + channel] = example.limits == 0 ? value : min(max(value, 0), most)
            }
        }
        return result
    }

    /// The convolution and its bias: (sample, row, column, channel).
    func convolution() -> [Double] {
        let (from, to) = (example.inChannels, example.outChannels)
        let input = paddedInput()
        let weights = data.weights.map { Double($0) }
        var result = [Double](repeating: 0, count: example.samples * example.outHeight * example.outWidth * to)
        eachProduct { pixel, padded, tap in
            for channel in 0..<from where example.isDepthwise {
                result[pixel + channel] += input[padded + channel] * weights[tap * from + channel]
            }
            for channel in 0..<from where !example.isDepthwise {
                add(input[padded + channel], weights, (tap * from + channel) * to, to: &result, pixel, count: to)
            }
        }
        for index in result.indices { result[index] += Double(data.bias?[index % to] ?? 0) }
        return result
    }

    /// The forward pass.
    func forward() -> Forward {
        let to = example.outChannels
        let convolved = convolution().map { example.rectifies ? max($0, 0) : $0 }
        let side = example.pools ? 2 : 1
        var result = Forward(values: [], choices: [], leads: [], y: [])
        for sample in 0..<example.samples {
            for row in 0..<example.endHeight {
                for column in 0..<example.endWidth {
                    for channel in 0..<to {
                        var (largest, second, choice) = (-Double.infinity, -Double.infinity, 0)
                        for place in 0..<side * side {
                            let (r, c) = (row * side + place / side, column * side + place % side)
                            let value = convolved[((sample * example.outHeight + r) * example.outWidth + c) * to + channel]
                            if value > largest {
                                (largest, second, choice) = (value, largest, place)
                            } else {
                                second = max(second, value)
                            }
                        }
                        result.values.append(largest)
                        result.choices.append(choice)
                        result.leads.append(largest - second)
                        let (scale, shift) = (Double(data.outScale?[channel] ?? 1), Double(data.outShift?[channel] ?? 0))
                        result.y.append(scale * largest + shift)
                    }
                }
            }
        }
        return result
    }

    /// Sums of the values about the pivot, then of their squares, one a channel; and what their rounding is relative to: a sum of
    /// terms of both signs may be nothing, its terms are not.
    func sums(_ forward: Forward) -> (values: [Double], scale: Double) {
        let to = example.outChannels
        var values = [Double](repeating: 0, count: 2 * to)
        var sizes = values
        for (index, value) in forward.values.enumerated() {
            let centred = value - Double(data.pivot[index % to])
            values[index % to] += centred
            values[to + index % to] += centred * centred
            sizes[index % to] += abs(centred)
        }
        return (values, max(sizes.max() ?? 0, values.max() ?? 0))
    }

    /// For each sample, sums of dx, then of dx * (x - mean), one a channel; and what their rounding is relative to.
    func sums(_ backward: Backward) -> (values: [Double], scale: Double) {
        let from = example.inChannels
        var values = [Double](repeating: 0, count: example.samples * 2 * from)
        var sizes = values
        for (index, value) in backward.dx.enumerated() {
            let place = index / (example.height * example.width * from) * 2 * from + index % from
            let product = value * (Double(data.x[index]) - Double(data.mean[index % from]))
            values[place] += value
            sizes[place] += abs(value)
            values[place + from] += product
            sizes[place + from] += abs(product)
        }
        return (values, sizes.max() ?? 0)
    }

    /// The gradient by the convolution's result, from `data.gradient`, the values of the forward pass, and its choices.
    func convolutionGradient(values: [Float], choices: [Int]) -> [Double] {
        let to = example.outChannels
        let side = example.pools ? 2 : 1
        var result = [Double](repeating: 0, count: example.samples * example.outHeight * example.outWidth * to)
        for sample in 0..<example.samples {
            for row in 0..<example.endHeight {
                for column in 0..<example.endWidth {
                    for channel in 0..<to {
                        let index = ((sample * example.endHeight + row) * example.endWidth + column) * to + channel
                        if example.rectifies && values[index] <= 0 { continue }
                        var gradient = Double(data.byGradient?[channel] ?? 1) * Double(data.gradient[index])
                        gradient += Double(data.byValue?[channel] ?? 0) * Double(values[index])
                        gradient += Double(data.byOne?[channel] ?? 0)
                        let (r, c) = (row * side + choices[index] / side, column * side + choices[index] % side)
                        result[((sample * example.outHeight + r) * example.outWidth + c) * to + channel] = gradient
                    }
                }
            }
        }
        return result
    }

    /// The backward pass.
    func backward(values: [Float], choices: [Int]) -> Backward {
        let (from, to) = (example.inChannels, example.outChannels)
        let gradient = convolutionGradient(values: values, choices: choices)
        let input = paddedInput()
        // By tap, output, input: sums over outputs then run along memory.
        var turned = [Double](repeating: 0, count: data.weights.count)
        for tap in 0..<example.window[0] * example.window[1] where !example.isDepthwise {
            for (index, value) in data.weights[tap * from * to..<(tap + 1) * from * to].enumerated() {
                turned[(tap * to + index % to) * from + index / to] = Double(value)
            }
        }
        var padded = [Double](repeating: 0, count: input.count)
        var result = Backward(
            dx: [Double](repeating: 0, count: data.x.count), weights: [Double](repeating: 0, count: data.weights.count),
            bias: [Double](repeating: 0, count: to))
        for (index, value) in gradient.enumerated() { result.bias[index % to] += value }
        eachProduct { pixel, place, tap in
            if example.isDepthwise {
                for channel in 0..<to {
                    padded[place + channel] += gradient[pixel + channel] * Double(data.weights[tap * to + channel])
                    result.weights[tap * to + channel] += gradient[pixel + channel] * input[place + channel]
                }
                return
            }
            for channel in 0..<to where gradient[pixel + channel] != 0 {
                add(gradient[pixel + channel], turned, (tap * to + channel) * from, to: &padded, place, count: from)
            }
            for channel in 0..<from {
                add(input[place + channel], gradient, pixel, to: &result.weights, (tap * from + channel) * to, count: to)
            }
        }
        eachInput { input, place in
            for channel in 0..<from {
                let value = example.limits == 0 ? 1 : mapped(input + channel)
                result.dx[input + channel] = value > 0 && value < most ? padded[place + channel] : 0
            }
        }
        return result
    }

    /// Each pixel of the input, and the same in the padded one.
    private func eachInput(_ body: (_ input: Int, _ padded: Int) -> Void) {
        for sample in 0..<example.samples {
            for row in 0..<example.height {
                for column in 0..<example.width {
                    let padded = (sample * paddedHeight + row + example.pad[0]) * paddedWidth + column + example.pad[1]
                    let input = (sample * example.height + row) * example.width + column
                    body(input * example.inChannels, padded * example.inChannels)
                }
            }
        }
    }

    /// Each pixel of the convolution with each pixel of the padded input that it sees, and the tap of the kernel.
    private func eachProduct(_ body: (_ pixel: Int, _ padded: Int, _ tap: Int) -> Void) {
        for sample in 0..<example.samples {
            for row in 0..<example.outHeight {
                for column in 0..<example.outWidth {
                    let pixel = (sample * example.outHeight + row) * example.outWidth + column
                    for tap in 0..<example.window[0] * example.window[1] {
                        let (down, right) = (tap / example.window[1], tap % example.window[1])
                        let padded =
                            (sample * paddedHeight + row * example.strides[0] + down) * paddedWidth + column * example.strides[1]
                            + right
                        body(pixel * example.outChannels, padded * example.inChannels, tap)
                    }
                }
            }
        }
    }

    /// Adds a multiple of one row of values to another.
    @inline(__always)
    private func add(_ factor: Double, _ values: [Double], _ from: Int, to sums: inout [Double], _ at: Int, count: Int) {
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                let (values, sums) = (values[from..<from + count], UnsafeMutableBufferPointer(rebasing: sums[at..<at + count]))
                for (index, value) in UnsafeBufferPointer(rebasing: values).enumerated() { sums[index] += factor * value }
            }
        }
    }
}
