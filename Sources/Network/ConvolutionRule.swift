// What the convolutional layers check alike.

extension Limits {
    /// Kernel, strides and dilation: two numbers each, and not both strides and dilation beyond 1, as in Keras.
    static func check(
        kernelSize: [Int], strides: [Int], dilationRate: [Int], of kind: String
    ) throws(ShapeError) {
        try check(pair: kernelSize, "kernel_size", of: kind)
        try check(pair: strides, "strides", of: kind)
        try check(pair: dilationRate, "dilation_rate", of: kind)
        guard strides == [1, 1] || dilationRate == [1, 1] else {
            throw ShapeError(
                "\(kind) has strides \(Shape(strides)) and dilation_rate \(Shape(dilationRate)); as in Keras, only one goes beyond 1",
                help: ["leave strides or dilation_rate at 1"])
        }
    }

    /// A number of groups that divides the channels and the filters.
    static func check(groups: Int, channels: Int, filters: Int, of kind: String) throws(ShapeError) {
        try check(groups, "groups", of: kind)
        guard channels % groups == 0, filters % groups == 0 else {
            let common = commonDivisor(channels, filters)
            let divisors = (1...min(common, 1 << 10)).filter { common % $0 == 0 }
            let what = channels % groups == 0 ? "\(filters) filters" : "\(channels) channels of its input"
            throw ShapeError(
                "\(kind) has \(groups) groups, which do not divide the \(what)",
                help: [
                    "groups that divide \(channels) channels and \(filters) filters: "
                        + divisors.map(String.init).joined(separator: ", ")
                ])
        }
    }

    /// The filters of a layer that has so many for each channel.
    static func filters(_ multiplier: Int, channels: Int, of kind: String) throws(ShapeError) -> Int {
        try check(multiplier, "depth_multiplier", of: kind)
        let filters = product([multiplier, channels])
        try check(filters, "depth_multiplier \(multiplier) and so filters", of: kind)
        return filters
    }

    private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }
}

extension Window {
    /// The pixels from the first to the last that a kernel reads.
    public static func dilated(_ kernel: Int, by rate: Int) -> Int { (kernel - 1) * rate + 1 }

    /// The shape of a convolution's result; arguments are checked.
    static func output(
        of input: Shape, filters: Int, kernelSize: [Int], strides: [Int], padding: Conv2D.Padding, dilationRate: [Int],
        kind: String
    ) throws(ShapeError) -> Shape {
        var extents: [Int] = []
        for (axis, name) in ["height", "width"].enumerated() {
            let window = dilated(kernelSize[axis], by: dilationRate[axis])
            extents.append(
                try output(
                    input.extents[axis], window: window, stride: strides[axis], padding: padding, of: kind, axis: name))
        }
        return Shape(extents + [filters])
    }
}

extension Parameter {
    /// A kernel that begins as Keras's does: the fans are those of the last two axes, times the pixels of a window.
    static func kernel(
        _ window: [Int], _ inputs: Int, _ outputs: Int, name: String = "kernel", _ initializer: OneOf<InitializerFamily>?,
        _ regularizer: OneOf<RegularizerFamily>?
    ) -> Parameter {
        Parameter(name, window + [inputs, outputs], usual: GlorotUniform(), initializer, regularizer)
    }

    /// One value a filter, from zero on where nothing else is said.
    static func bias(
        _ filters: Int, _ initializer: OneOf<InitializerFamily>?, _ regularizer: OneOf<RegularizerFamily>?
    ) -> Parameter { Parameter("bias", [filters], usual: Zeros(), initializer, regularizer) }
}
