/// Draws every pixel of an image anew from places in the old one.
protocol PixelSampler {
    /// Fills `target` from `source`, both row-major (height, width, channels). Inlined, so that each call below has its own loop.
    func sample(
        _ source: UnsafeBufferPointer<Float>, _ target: UnsafeMutableBufferPointer<Float>, height: Int, width: Int, channels: Int)
}

extension PixelSampler {
    /// Replaces the canvas's image by the sampled one.
    func apply(to canvas: inout Canvas) {
        let height = canvas.height
        let width = canvas.width
        let channels = canvas.channels
        canvas.redraw { source, target in
            // The number of channels as a constant lets the compiler unroll.
            switch channels {
            case 1: sample(source, target, height: height, width: width, channels: 1)
            case 3: sample(source, target, height: height, width: width, channels: 3)
            default: sample(source, target, height: height, width: width, channels: channels)
            }
        }
    }
}
