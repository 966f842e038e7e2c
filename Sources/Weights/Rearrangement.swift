import Network

/// How a tensor of a file becomes one in Keras's layout.
struct Rearrangement: Hashable, Sendable {
    /// The source's axes in the order of the result; nil leaves them.
    var axes: [Int]?
    /// The image whose values, channels first, run along the first axis (after `axes`), as (height, width, channels): they come to run
    /// channels last.
    var image: [Int]?
    /// The shape that the values come to have without moving; nil leaves it.
    var final: [Int]?

    /// Nothing, or the moves given.
    init(axes: [Int]? = nil, image: [Int]? = nil) {
        self.axes = axes
        self.image = image
    }

    /// How a tensor of PyTorch's layout becomes a parameter.
    ///
    /// Beside axes and rows, two things have another shape there: the kernel of a depthwise convolution, (C m, 1, height, width) for (height, width,
    /// C, m); and a convolution over a whole image that stands for Flatten and Dense (timm's VGG), (units, C, H, W) for (H W C, units).
    ///
    /// - Parameters:
    ///   - tensor: The tensor's shape.
    ///   - parameter: The parameter's.
    ///   - image: What the parameter's rows are of; see ``NetworkDefinition/flattenedImages``.
    init(ofTorch tensor: [Int], to parameter: [Int], image: [Int]?) {
        self.init(axes: TorchLayout.axes(rank: tensor.count), image: image)
        let kernel = shape(of: tensor)
        guard kernel.count == 4 else { return }
        if parameter.count == 2, Array(kernel[..<3]) == image ?? [1, 1, parameter[0]], kernel[3] == parameter[1] {
            self.image = nil
            final = parameter
        } else if parameter.count == 4, kernel != parameter, Limits.product(kernel) == Limits.product(parameter),
            kernel[..<2] == parameter[..<2], kernel[2] == 1
        {
            final = parameter
        }
    }

    /// Whether anything moves.
    var isIdentity: Bool { axes == nil && image == nil && final == nil }

    /// What it does, for people.
    var description: String? {
        var words: [String] = []
        if let final, final.count == 2 { return "OIHW to HWI, O" }
        if axes?.count == 4 { words.append("OIHW to HWIO") } else if axes != nil { words.append("transposed") }
        if image != nil { words.append("rows CHW to HWC") }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    /// The shape that a tensor comes to have.
    func shape(of shape: [Int]) -> [Int] {
        if let final { return final }
        guard let axes, axes.count == shape.count else { return shape }
        return axes.map { shape[$0] }
    }

    /// The tensor in its new order.
    ///
    /// - Parameter tensor: One whose shape, after `axes`, begins with the number of values of `image`.
    func callAsFunction(_ tensor: Tensor) -> Tensor {
        var result = tensor
        if let axes, axes.count == tensor.shape.count { result = Self.permuted(result, axes) }
        if let image { result = Self.channelsLast(result, image) }
        if let final { result.shape = final }
        return result
    }

    private static func permuted(_ tensor: Tensor, _ axes: [Int]) -> Tensor {
        let shape = axes.map { tensor.shape[$0] }
        var strides = Array(repeating: 1, count: shape.count)
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * tensor.shape[axis + 1]
        }
        let steps = axes.map { strides[$0] }
        var result = Tensor(shape: shape, repeating: 0)
        var place = Array(repeating: 0, count: shape.count)
        var source = 0
        tensor.values.withUnsafeBufferPointer { values in
            for index in result.values.indices {
                result.values[index] = values[source]
                // The next place, the last axis fastest.
                var axis = shape.count - 1
                while axis >= 0 {
                    place[axis] += 1
                    source += steps[axis]
                    if place[axis] < shape[axis] { break }
                    source -= steps[axis] * shape[axis]
                    place[axis] = 0
                    axis -= 1
                }
            }
        }
        return result
    }

    /// Rows (channel, row, column) to (row, column, channel).
    private static func channelsLast(_ tensor: Tensor, _ image: [Int]) -> Tensor {
        let (positions, channels) = (image[0] * image[1], image[2])
        guard positions * channels > 0 else { return tensor }
        let width = tensor.values.count / (positions * channels)
        var result = tensor
        for position in 0..<positions {
            for channel in 0..<channels {
                let (to, from) = ((position * channels + channel) * width, (channel * positions + position) * width)
                for index in 0..<width { result.values[to + index] = tensor.values[from + index] }
            }
        }
        return result
    }
}

extension NetworkDefinition {
    /// For each parameter, the image that runs along its first axis: what a Flatten has flattened, with nothing between it and the parameter's
    /// layer but layers that leave every value in its place. Nil for all others, such as the bias of a Dense.
    var flattenedImages: [[Int]?] {
        let images = flattenedInputs
        return parameters.map { _, layer, parameter in
            layers[layer].layer.value is Dense && parameter.name != "kernel" ? nil : images[layer]
        }
    }

    /// For each layer, the image that runs along its input's only axis.
    private var flattenedInputs: [[Int]?] {
        var images: [[Int]?] = []
        return layers.map { node in
            let before = node.sources.first.flatMap { images.indices.contains($0) ? images[$0] : nil }
            switch node.layer.value {
            case is Flatten: images.append(node.input.rank == 3 ? node.input.extents : before)
            case is Dropout, is Activation, is BatchNormalization: images.append(before)
            default: images.append(nil)
            }
            return node.layer.value is Flatten ? nil : before
        }
    }
}
