import Network

/// A backbone with a head of two units, as `keras.applications` makes it, layer by layer.
enum Backbone: String, Decodable {
    case resnet50
    case mobilenetV2 = "mobilenet_v2"

    /// The network, for square images.
    func network(size: Int) throws -> NetworkDefinition {
        var made = Writer()
        switch self {
        case .resnet50: made.resnet50()
        case .mobilenetV2: made.mobilenetV2()
        }
        made.add(GlobalAveragePooling2D())
        made.add(Dense(units: 2, activation: .sigmoid))
        return try NetworkDefinition(input: Shape([size, size, 3]), layers: made.entries)
    }
}

/// Layers in the order in which they are computed, named by their index.
private struct Writer {
    private(set) var entries: [NetworkDefinition.Entry] = []
    private var last: String { entries.last?.name ?? NetworkDefinition.inputName }

    /// Appends a layer that reads the last one, or others.
    mutating func add(_ layer: any Layer, reading inputs: [String]? = nil) {
        guard let layer = OneOf<LayerFamily>(layer) else { return }
        entries.append(.init(name: "layer_\(entries.count)", layer: layer, inputs: inputs))
    }

    mutating func resnet50() {
        func normalization() -> BatchNormalization { BatchNormalization(epsilon: 1.001e-5) }
        add(ZeroPadding2D(padding: [[3, 3], [3, 3]]))
        add(Conv2D(filters: 64, kernelSize: [7, 7], strides: [2, 2]))
        add(normalization())
        add(Activation(.relu))
        add(ZeroPadding2D())
        add(MaxPooling2D(poolSize: [3, 3], strides: [2, 2]))
        for (filters, blocks, stride) in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)] {
            for block in 0..<blocks {
                let strides = block == 0 ? [stride, stride] : [1, 1]
                var shortcut = last
                let start = last
                if block == 0 {
                    add(Conv2D(filters: 4 * filters, kernelSize: [1, 1], strides: strides))
                    add(normalization())
                    shortcut = last
                }
                add(Conv2D(filters: filters, kernelSize: [1, 1], strides: strides), reading: [start])
                add(normalization())
                add(Activation(.relu))
                add(Conv2D(filters: filters, kernelSize: [3, 3], padding: .same))
                add(normalization())
                add(Activation(.relu))
                add(Conv2D(filters: 4 * filters, kernelSize: [1, 1]))
                add(normalization())
                add(Add(), reading: [shortcut, last])
                add(Activation(.relu))
            }
        }
    }

    mutating func mobilenetV2() {
        func normalization() -> BatchNormalization { BatchNormalization(momentum: 0.999, epsilon: 1e-3) }
        func pointwise(_ filters: Int) -> Conv2D {
            Conv2D(filters: filters, kernelSize: [1, 1], padding: .same, useBias: false)
        }
        add(Conv2D(filters: 32, kernelSize: [3, 3], strides: [2, 2], padding: .same, useBias: false))
        add(normalization())
        add(ReLU(maxValue: 6))
        var channels = 32
        for (expansion, filters, blocks, stride) in [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ] {
            for block in 0..<blocks {
                let (start, stride) = (last, block == 0 ? stride : 1)
                if expansion > 1 {
                    add(pointwise(expansion * channels))
                    add(normalization())
                    add(ReLU(maxValue: 6))
                }
                if stride == 2 { add(ZeroPadding2D(padding: [[0, 1], [0, 1]])) }
                add(
                    DepthwiseConv2D(
                        kernelSize: [3, 3], strides: [stride, stride], padding: stride == 2 ? .valid : .same, useBias: false))
                add(normalization())
                add(ReLU(maxValue: 6))
                add(pointwise(filters))
                add(normalization())
                if channels == filters, stride == 1 { add(Add(), reading: [start, last]) }
                channels = filters
            }
        }
        add(pointwise(1280))
        add(normalization())
        add(ReLU(maxValue: 6))
    }
}
