/// A cross-correlation of an image with kernels, with every size worked out: the arithmetic of ``Conv2D`` and its kin, for engines.
///
/// y[i, j, f] = sum over u, v, c of x[i s + u d - top, j s' + v d' - left, g C / G + c] k[u, v, c, f], where G is the number of groups,
/// F that of filters, and g = floor(f / (F / G)) the group of filter f; x is zero beyond its border. Kernels lie as
/// (kh, kw, C / G, F), row-major.
public struct Convolution: Hashable, Sendable {
    /// Height, width and channels of x.
    public let source: [Int]
    /// Height, width and filters of y.
    public let destination: [Int]
    /// Height and width of a kernel.
    public let kernelSize: [Int]
    /// Vertical and horizontal step.
    public let strides: [Int]
    /// Vertical and horizontal distance of a kernel's neighbouring values, in pixels.
    public let dilationRate: [Int]
    /// How many parts the channels are divided into, each with filters of its own.
    public let groups: Int
    /// The zeros above and to the left.
    public let before: [Int]

    /// Creates a convolution from shapes that the layer's rule has given; `source` and `destination` have three extents.
    init(
        from source: Shape, to destination: Shape, kernelSize: [Int], strides: [Int], padding: Conv2D.Padding,
        dilationRate: [Int] = [1, 1], groups: Int = 1
    ) {
        self.source = source.extents
        self.destination = destination.extents
        self.kernelSize = kernelSize
        self.strides = strides
        self.dilationRate = dilationRate
        self.groups = groups
        before = (0..<2).map { axis in
            let window = Window.dilated(kernelSize[axis], by: dilationRate[axis])
            return Window.padding(source.extents[axis], window: window, stride: strides[axis], padding: padding).before
        }
    }

    /// The zeros below and to the right; negative where windows leave the last rows or columns out.
    public var after: [Int] {
        (0..<2).map { axis in
            let window = Window.dilated(kernelSize[axis], by: dilationRate[axis])
            return (destination[axis] - 1) * strides[axis] + window - source[axis] - before[axis]
        }
    }

    /// The channels that one filter reads.
    public var groupChannels: Int { source[2] / groups }

    /// The number of filters of all groups.
    public var filters: Int { destination[2] }

    /// Two for each product of a kernel's value with a pixel.
    public var flops: Int { Limits.product([2, groupChannels] + destination + kernelSize) }
}

/// A layer whose work is done by convolutions.
public protocol ConvolutionLayer: ActivatedLayer {
    /// What each of its kernels computes, in the order in which they do, for an input and an output of the layer's own rule.
    ///
    /// A kernel is named as its parameter is. Its values lie as ``Convolution`` says, whatever the shape of the parameter.
    func convolutions(from input: Shape, to output: Shape) -> [(kernel: String, convolution: Convolution)]
}

extension ConvolutionLayer {
    /// Those of all its convolutions.
    public func flops(for input: Shape) -> Int {
        guard let output = try? outputShape(for: input) else { return 0 }
        return Limits.sum(convolutions(from: input, to: output).map(\.convolution.flops))
    }
}

extension LayerNode {
    /// The convolution that a kernel of the layer computes; nil for other parameters and layers.
    public func convolution(of kernel: String) -> Convolution? {
        (layer.value as? any ConvolutionLayer)?.convolutions(from: input, to: output).first { $0.kernel == kernel }?.convolution
    }
}
