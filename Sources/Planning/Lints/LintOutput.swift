import Experiment
import Network
import Plan

extension Resolver {
    /// A loss on outputs that are not the probabilities it was made for.
    mutating func lintOutput(_ loss: LossSpec, _ state: ModelState, model: String) {
        let activated = state.network.layers.compactMap { $0.layer.value as? any ActivatedLayer }
        guard let activation = activated.last?.activation else { return }
        let width = state.network.output.count
        let place = loss.$kind.place
        let kind = loss.value.kind
        let isBinary = kind is BinaryCrossentropy || kind is BinaryFocalCrossentropy
        let isSquare = kind is MeanSquaredError
        let name = KerasNaming.snakeCase(loss.kind)
        if loss.value.value.fromLogits {
            guard activation != .linear else { return }
            report(
                "unusual-loss", .warning, "\(name) takes logits here, and `\(model)` ends in \(activation.rawValue)",
                at: loss.place(of: "from_logits"), help: ["remove from_logits, or the last layer's activation"])
            return
        }
        switch activation {
        case .softmax where width == 1:
            report(
                "constant-output", "`\(model)` ends in softmax over one output, which is always 1", at: state.lastLayer ?? place,
                help: ["use sigmoid for one output, or two outputs"])
        case .softmax where isBinary:
            report(
                "unusual-loss", .lint, "\(name) takes each of the \(width) outputs of softmax as a question of its own",
                at: place, help: ["categorical_crossentropy goes with softmax, binary_crossentropy with sigmoid"])
        case .sigmoid where !isBinary && !isSquare:
            report(
                "unusual-loss", .lint, "\(name) takes outputs that add up to 1, and those of sigmoid need not",
                at: place, help: ["categorical_crossentropy goes with softmax, binary_crossentropy with sigmoid"])
        case _ where isSquare: break
        case .sigmoid, .softmax, .hardSigmoid: break
        default:
            report(
                "unusual-loss", .warning, "\(loss.kind) takes probabilities, and `\(model)` ends in \(activation.rawValue)",
                at: place,
                help: ["give the last layer the activation sigmoid or softmax, or the loss from_logits: true"])
        }
    }

    /// The activation that a layer ends in; nil for layers without one.
    private static func activation(of layer: any Kind) -> ActivationFunction? {
        (layer as? any ActivatedLayer)?.activation
    }

    /// An accuracy that counts elements of one-hot rows, as 2.2.4 does.
    mutating func lintElementWise(_ metric: MetricPlan, _ spec: MetricSpec, width: Int) {
        guard spec.metric == nil, metric.metric.kind is BinaryAccuracy, width > 1 else { return }
        report(
            "element-wise-accuracy", .lint,
            "\(spec.name) counts each of the \(width) outputs by itself, because the loss is binary_crossentropy: half a hit counts",
            at: spec.$name.place, help: ["Keras 3 compares the largest output; semantics accuracy_meaning: by_shape does so here"]
        )
    }

    /// Frozen normalization on batch statistics, as 2.2.4 has it.
    mutating func lintFrozenNormalization(_ state: ModelState) {
        guard file.semantics.frozenBatchNormalization == .batchStatistics, let freeze = state.pendingFreeze?.place,
            state.frozen.contains(where: { state.network.layers[$0].layer.kind is BatchNormalization })
        else { return }
        report(
            "frozen-normalization", .lint,
            "frozen BatchNormalization runs on each batch's own statistics while training, on the moving ones elsewhere",
            at: freeze,
            help: [
                "Keras 3 uses the moving ones everywhere; semantics frozen_batch_normalization: moving_statistics does so here"
            ])
    }

    /// Normalization that goes over from its moving statistics to those of batches, as Keras 3 has it of a layer that is thawed.
    mutating func lintThawedNormalization(_ thawed: Set<Int>, _ state: ModelState, at place: Place?) {
        let names = thawed.sorted().map { state.network.layers[$0] }.filter { $0.layer.kind is BatchNormalization }.map(\.name)
        guard file.semantics.frozenBatchNormalization == .movingStatistics, let first = names.first else { return }
        let more = names.count > 1 ? " and \(names.count - 1) more" : ""
        report(
            "thawed-normalization", .lint,
            "once thawed, \(first)\(more) runs on each batch's own statistics while training, and its moving ones follow them",
            at: place,
            help: ["Keras's guide keeps BatchNormalization of a backbone frozen: leave it out of the selector"])
    }
}
