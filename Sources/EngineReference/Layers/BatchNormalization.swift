import Engine
import Foundation
import Network

extension BatchNormalization: ReferenceLayer {
    func forward(_ input: LayerInput) -> LayerOutput {
        let channels = input.node.input.extents.last ?? 0
        var rest = input.parameters[...]
        let gamma = scale ? rest.removeFirst() : [Double](repeating: 1, count: channels)
        let beta = center ? rest.removeFirst() : [Double](repeating: 0, count: channels)
        let moving = Moments(mean: rest[rest.startIndex], variance: rest[rest.startIndex + 1])

        // A frozen layer is in inference while the rest trains, or only stops its averages.
        let onBatch = input.training.map { !($0.frozen && $0.semantics.frozenBatchNormalization == .movingStatistics) } ?? false
        let moments = onBatch ? Moments(of: input.values, channels: channels) : moving
        let inverse = moments.variance.map { 1 / ($0 + epsilon).squareRoot() }
        var normalized = input.values
        var outputs = input.values
        for index in outputs.indices {
            let channel = index % channels
            normalized[index] = (input.values[index] - moments.mean[channel]) * inverse[channel]
            outputs[index] = gamma[channel] * normalized[index] + beta[channel]
        }

        var result = LayerOutput(values: outputs) { gradient in
            var toGamma = [Double](repeating: 0, count: channels)
            var toBeta = [Double](repeating: 0, count: channels)
            for (index, slope) in gradient.enumerated() {
                toGamma[index % channels] += slope * normalized[index]
                toBeta[index % channels] += slope
            }
            // dx = gamma / sigma (dy - mean(dy) - x̂ mean(dy x̂)) where the moments are the batch's; without the means where they are fixed.
            let share = onBatch ? Double(channels) / Double(gradient.count) : 0
            var toInput = gradient
            for index in toInput.indices {
                let channel = index % channels
                let common = share * (toBeta[channel] + normalized[index] * toGamma[channel])
                toInput[index] = gamma[channel] * inverse[channel] * (gradient[index] - common)
            }
            return LayerGradient(input: toInput, parameters: (scale ? [toGamma] : []) + (center ? [toBeta] : []) + [[], []])
        }
        if onBatch, let training = input.training, !training.frozen {
            let count = Double(input.values.count / max(channels, 1))
            let correction = training.semantics.movingVariance.correction(
                count: count, isImage: input.node.input.rank == 3, epsilon: epsilon)
            let first = (scale ? 1 : 0) + (center ? 1 : 0)
            for (index, old, new) in [
                (first, moving.mean, moments.mean), (first + 1, moving.variance, moments.variance.map { $0 * correction }),
            ] {
                switch training.semantics.movingAverage {
                case .plain: result.statistics[index] = averaged(old, new)
                case .zeroDebiased:
                    let last = input.averages[index] ?? DebiasedAverage(channels: channels)
                    let biased = averaged(last.biased.map { Double($0) }, new)
                    let updates = last.updates + 1
                    result.averages[index] = DebiasedAverage(biased: biased.map { Float($0) }, updates: updates)
                    result.statistics[index] = biased.map { $0 / (1 - pow(momentum, Double(updates))) }
                }
            }
        }
        return result
    }

    private func averaged(_ old: [Double], _ new: [Double]) -> [Double] {
        zip(old, new).map { momentum * $0 + (1 - momentum) * $1 }
    }
}

/// Mean and biased variance of each channel.
private struct Moments {
    var mean: [Double]
    var variance: [Double]

    init(mean: [Double], variance: [Double]) {
        self.mean = mean
        self.variance = variance
    }

    init(of values: [Double], channels: Int) {
        let share = Double(channels) / Double(values.count)
        mean = [Double](repeating: 0, count: channels)
        variance = mean
        for (index, value) in values.enumerated() { mean[index % channels] += value * share }
        for (index, value) in values.enumerated() {
            let distance = value - mean[index % channels]
            variance[index % channels] += distance * distance * share
        }
    }
}
