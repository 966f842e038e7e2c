import Foundation

/// exp(x) / sum(exp(x)) over channels, place by place. Padded channels stay as they are: 0.
enum SoftmaxKernel {
    static func forward(_ grid: ChannelGrid, _ from: UnsafeMutableBufferPointer<Float>, _ to: UnsafeMutableBufferPointer<Float>) {
        to.update(repeating: 0)
        visit(grid) { places in
            let largest = places.reduce(-Float.infinity) { max($0, from[$1]) }
            let powers = places.map { exp(Double(from[$0] - largest)) }
            let total = powers.reduce(0, +)
            for (place, power) in zip(places, powers) { to[place] = Float(power / total) }
        }
    }

    /// dx = y (dy - sum(y dy)), in place.
    static func backward(
        _ grid: ChannelGrid, _ outputs: UnsafeMutableBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>
    ) {
        visit(grid) { places in
            let common = places.reduce(0.0) { $0 + Double(outputs[$1]) * Double(gradient[$1]) }
            for place in places { gradient[place] = Float(Double(outputs[place]) * (Double(gradient[place]) - common)) }
        }
    }

    /// Calls `body` with where the channels of each place lie.
    private static func visit(_ grid: ChannelGrid, _ body: ([Int]) -> Void) {
        let offsets = grid.groups.flatMap { group in
            (0..<min(group.width, grid.channels - group.channel)).map { group.offset + $0 }
        }
        for sample in 0..<grid.samples {
            for position in 0..<grid.positions {
                let base = sample * grid.sampleStride + position * grid.rowStride
                body(offsets.map { base + $0 })
            }
        }
    }
}
