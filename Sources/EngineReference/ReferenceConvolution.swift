import Network

/// A convolution of a batch and its derivatives, by the definition: every meeting of a kernel's value with a pixel, one by one.
struct ReferenceConvolution {
    let convolution: Convolution
    let samples: Int

    /// y, row-major (samples, height, width, filters).
    func outputs(of x: [Double], kernel: [Double]) -> [Double] {
        var y = zeros(convolution.destination)
        y.withUnsafeMutableBufferPointer { y in
            forEach { pixel, weight, output in y[output] += x[pixel] * kernel[weight] }
        }
        return y
    }

    /// The gradient by x, from the one by y. It is also the transposed convolution of that.
    func sourceGradient(of gradient: [Double], kernel: [Double]) -> [Double] {
        var dx = zeros(convolution.source)
        dx.withUnsafeMutableBufferPointer { dx in
            forEach { pixel, weight, output in dx[pixel] += kernel[weight] * gradient[output] }
        }
        return dx
    }

    /// The gradient by the kernel.
    func kernelGradient(of x: [Double], gradient: [Double]) -> [Double] {
        let count = convolution.kernelSize.reduce(convolution.groupChannels * convolution.filters, *)
        var dk = [Double](repeating: 0, count: count)
        dk.withUnsafeMutableBufferPointer { dk in
            forEach { pixel, weight, output in dk[weight] += x[pixel] * gradient[output] }
        }
        return dk
    }

    private func zeros(_ extents: [Int]) -> [Double] { [Double](repeating: 0, count: extents.reduce(samples, *)) }

    /// Calls `body` for each product of a pixel's channel and a kernel's value, with where the two lie, and the output to which it is added.
    @inline(__always)
    private func forEach(_ body: (_ pixel: Int, _ weight: Int, _ output: Int) -> Void) {
        let (from, to, window) = (convolution.source, convolution.destination, convolution.kernelSize)
        let (strides, rates, before) = (convolution.strides, convolution.dilationRate, convolution.before)
        let channels = convolution.groupChannels
        let groupFilters = to[2] / convolution.groups
        for sample in 0..<samples {
            for row in 0..<to[0] {
                for column in 0..<to[1] {
                    let output = ((sample * to[0] + row) * to[1] + column) * to[2]
                    for u in 0..<window[0] {
                        let y = row * strides[0] + u * rates[0] - before[0]
                        guard (0..<from[0]).contains(y) else { continue }
                        for v in 0..<window[1] {
                            let x = column * strides[1] + v * rates[1] - before[1]
                            guard (0..<from[1]).contains(x) else { continue }
                            let pixel = ((sample * from[0] + y) * from[1] + x) * from[2]
                            let matrix = (u * window[1] + v) * channels * to[2]
                            for group in 0..<convolution.groups {
                                let first = group * groupFilters
                                for c in 0..<channels {
                                    let weight = matrix + c * to[2]
                                    for f in first..<first + groupFilters {
                                        body(pixel + group * channels + c, weight + f, output + f)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension [Double] {
    /// Adds one value to each of a row's, row by row.
    mutating func add(_ row: [Double]) {
        for index in indices { self[index] += row[index % row.count] }
    }

    /// The sum of rows of `width` values.
    func summedRows(width: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: width)
        for (index, value) in enumerated() { sums[index % width] += value }
        return sums
    }
}
