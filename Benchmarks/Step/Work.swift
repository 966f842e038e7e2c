import Engine
import EngineOneDNN
import Network
import Randomness

/// One thing that is measured: a step of a network like the notebook's, or of a backbone, on a batch in memory.
struct Work: Decodable {
    /// What a step does.
    enum Mode: String, Decodable {
        /// Forward, backward and Adam.
        case train
        /// The same with all but the last five layers frozen (`[:-5]`); of a backbone, with all but the head.
        case frozen
        /// Inference and the loss.
        case evaluate
    }

    var mode = Mode.train
    /// Images a step.
    var batch = 16
    /// Pixels a side.
    var size = 150
    /// Filters of each convolution; ReLU, 2 x 2 pooling and batch normalization follow each.
    var filters = [64, 128, 256, 256]
    /// Units of the layers before the last, which has two.
    var units = [128, 64]
    var padding = Conv2D.Padding.valid
    /// A backbone instead of the notebook's network.
    var backbone: Backbone?

    init() {}

    private enum Key: String, CodingKey { case mode, batch, size, filters, units, padding, backbone }

    /// What a work does not say is the notebook's.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        mode = try container.decodeIfPresent(Mode.self, forKey: .mode) ?? mode
        batch = try container.decodeIfPresent(Int.self, forKey: .batch) ?? batch
        size = try container.decodeIfPresent(Int.self, forKey: .size) ?? size
        filters = try container.decodeIfPresent([Int].self, forKey: .filters) ?? filters
        units = try container.decodeIfPresent([Int].self, forKey: .units) ?? units
        padding = try container.decodeIfPresent(Conv2D.Padding.self, forKey: .padding) ?? padding
        backbone = try container.decodeIfPresent(Backbone.self, forKey: .backbone)
    }

    /// The network, layers named by their index.
    func network() throws -> NetworkDefinition {
        if let backbone { return try backbone.network(size: size) }
        var layers: [any Layer] = []
        for count in filters {
            layers += [
                Conv2D(filters: count, kernelSize: [3, 3], padding: padding), Activation(.relu), MaxPooling2D(),
                BatchNormalization(),
            ]
        }
        layers.append(Flatten())
        for count in units { layers += [Dense(units: count, activation: .relu), Dropout(rate: 0.5)] }
        layers.append(Dense(units: 2, activation: .sigmoid))
        let named = layers.enumerated().compactMap { index, layer in
            OneOf<LayerFamily>(layer).map { (name: "layer_\(index)", layer: $0) }
        }
        return try NetworkDefinition(input: Shape([size, size, 3]), layers: named)
    }
}

/// A work with its model and its batch: ready to be done any number of times.
final class Bench {
    let session: any EngineSession
    let batch: EngineBatch
    private let mode: Work.Mode

    init(_ work: Work, threads: Int) throws {
        let network = try work.network()
        session = try FastEngine(threads: threads).makeSession(
            network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 1))
        mode = work.mode
        let frozen = mode == .frozen ? Set(network.layers.dropLast(work.backbone == nil ? 5 : 1).map(\.name)) : []
        try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam(), frozen: frozen))
        // Cheap noise: what a batch costs to make is nobody's step.
        var state: UInt32 = 2
        let inputs = (0..<work.batch * network.input.count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) * 0x1p-24
        }
        batch = EngineBatch(
            count: work.batch, inputs: inputs,
            targets: (0..<work.batch).flatMap { (sample: Int) -> [Float] in sample % 2 == 0 ? [1, 0] : [0, 1] })
    }

    /// Does it once and gives the loss.
    func step() throws -> Double {
        try mode == .evaluate ? session.evaluate(batch).loss : session.trainStep(batch).loss
    }
}
