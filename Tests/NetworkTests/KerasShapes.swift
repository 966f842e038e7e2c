import Foundation
import Network
import TestSupport

/// What Keras says of two networks and of many windows; see `make_keras_shapes.py`.
struct KerasShapes: Decodable {
    struct Parameter: Decodable {
        var name: String
        var shape: [Int]
        var trainable: Bool
    }
    struct Arguments: Decodable {
        var filters: Int?
        var kernel_size: [Int]?
        var pool_size: [Int]?
        var strides: [Int]?
        var dilation_rate: [Int]?
        var groups: Int?
        var depth_multiplier: Int?
        var output_padding: [Int]?
        var padding: Conv2D.Padding?
        var use_bias: Bool?
        var units: Int?
        var activation: ActivationFunction?
        var rate: Double?
        var scale: Bool?
        var center: Bool?
    }
    struct Layer: Decodable {
        var kind: String
        var arguments: Arguments
        var name: String
        var output: [Int]
        var parameters: [Parameter]
        var count: Int

        /// The same layer as ours.
        var value: OneOf<LayerFamily>? {
            let a = arguments
            let layer: (any Network.Layer)? =
                switch kind {
                case "Conv2D":
                    Conv2D(
                        filters: a.filters ?? 0, kernelSize: a.kernel_size ?? [], strides: a.strides ?? [1, 1],
                        padding: a.padding ?? .valid, dilationRate: a.dilation_rate ?? [1, 1], groups: a.groups ?? 1,
                        useBias: a.use_bias ?? true)
                case "DepthwiseConv2D":
                    DepthwiseConv2D(
                        kernelSize: a.kernel_size ?? [], strides: a.strides ?? [1, 1], padding: a.padding ?? .valid,
                        depthMultiplier: a.depth_multiplier ?? 1, dilationRate: a.dilation_rate ?? [1, 1],
                        useBias: a.use_bias ?? true)
                case "SeparableConv2D":
                    SeparableConv2D(
                        filters: a.filters ?? 0, kernelSize: a.kernel_size ?? [], strides: a.strides ?? [1, 1],
                        padding: a.padding ?? .valid, dilationRate: a.dilation_rate ?? [1, 1],
                        depthMultiplier: a.depth_multiplier ?? 1, useBias: a.use_bias ?? true)
                case "Conv2DTranspose":
                    Conv2DTranspose(
                        filters: a.filters ?? 0, kernelSize: a.kernel_size ?? [], strides: a.strides ?? [1, 1],
                        padding: a.padding ?? .valid, outputPadding: a.output_padding, dilationRate: a.dilation_rate ?? [1, 1],
                        useBias: a.use_bias ?? true)
                case "MaxPooling2D":
                    MaxPooling2D(poolSize: a.pool_size ?? [], strides: a.strides, padding: a.padding ?? .valid)
                case "BatchNormalization": BatchNormalization(center: a.center ?? true, scale: a.scale ?? true)
                case "Dense": Dense(units: a.units ?? 0, activation: a.activation ?? .linear, useBias: a.use_bias ?? true)
                case "Dropout": Dropout(rate: a.rate ?? 0)
                case "Flatten": Flatten()
                case "Activation": a.activation.map { Activation($0) }
                default: nil
                }
            return layer.flatMap { OneOf($0) }
        }
    }
    struct Model: Decodable {
        var input: [Int]
        var layers: [Layer]
        var total: Int
        var memory: String
        var frozen: [String]
        var trainable_when_frozen: Int
    }
    var models: [String: Model]
    var windows: [Window]

    /// One axis under one window; no output where Keras refuses.
    struct Window: Decodable {
        var padding: Conv2D.Padding
        var extent: Int
        var window: Int
        var stride: Int
        var output: Int?

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            padding = try container.decode(Conv2D.Padding.self)
            extent = try container.decode(Int.self)
            window = try container.decode(Int.self)
            stride = try container.decode(Int.self)
            output = try container.decodeIfPresent(Int.self)
        }
    }

    static func load() throws -> KerasShapes {
        try JSONDecoder().decode(KerasShapes.self, from: Data(contentsOf: Fixtures.url("network/keras_shapes.json")))
    }
}
