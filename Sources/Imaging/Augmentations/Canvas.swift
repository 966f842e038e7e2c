/// One image on its way through a stack: its samples stand where the batch wants them, and a second buffer is taken only by what
/// needs the old samples beside the new ones.
struct Canvas {
    let height: Int
    let width: Int
    let channels: Int
    private let destination: UnsafeMutableBufferPointer<Float>
    /// The 8-bit samples while nothing has asked for floats.
    private var pixels: UnsafeBufferPointer<UInt8>?
    private var spare: [Float] = []

    /// A canvas whose samples will stand in `destination`; both buffers hold height x width x channels samples and outlive it.
    init(
        pixels: UnsafeBufferPointer<UInt8>, height: Int, width: Int, channels: Int,
        destination: UnsafeMutableBufferPointer<Float>
    ) {
        self.height = height
        self.width = width
        self.channels = channels
        self.destination = destination
        self.pixels = pixels
    }

    /// The samples as floats, to be changed in place.
    var values: UnsafeMutableBufferPointer<Float> {
        mutating get {
            if let pixels {
                for index in pixels.indices { destination[index] = Float(pixels[index]) }
                self.pixels = nil
            }
            return destination
        }
    }

    /// Draws all samples anew from the old ones: `body` gets the old and sets every one of the new.
    mutating func redraw(_ body: (_ old: UnsafeBufferPointer<Float>, _ new: UnsafeMutableBufferPointer<Float>) -> Void) {
        let count = destination.count
        if spare.isEmpty { spare = [Float](repeating: 0, count: count) }
        spare.withUnsafeMutableBufferPointer { old in
            if let pixels {
                for index in pixels.indices { old[index] = Float(pixels[index]) }
            } else {
                _ = old.update(fromContentsOf: destination)
            }
            body(UnsafeBufferPointer(old), destination)
        }
        pixels = nil
    }

    /// The smallest and the largest sample.
    mutating func extremes() -> (smallest: Float, largest: Float) {
        let values = UnsafeRawBufferPointer(self.values)
        var low = SIMD8<Float>(repeating: .infinity)
        var high = SIMD8<Float>(repeating: -.infinity)
        let stride = MemoryLayout<SIMD8<Float>>.size
        for offset in Swift.stride(from: 0, to: values.count / stride * stride, by: stride) {
            let part = values.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            low.replace(with: part, where: part .< low)
            high.replace(with: part, where: part .> high)
        }
        var smallest = low.min()
        var largest = high.max()
        for value in destination.suffix(values.count % stride / MemoryLayout<Float>.size) {
            smallest = min(smallest, value)
            largest = max(largest, value)
        }
        return (smallest, largest)
    }

    /// Mirrors the image left and right.
    mutating func mirrorColumns() {
        let values = self.values
        for row in 0..<height {
            var left = row * width * channels
            var right = left + (width - 1) * channels
            while left < right {
                for channel in 0..<channels { values.swapAt(left + channel, right + channel) }
                left += channels
                right -= channels
            }
        }
    }

    /// Mirrors the image up and down.
    mutating func mirrorRows() {
        let values = self.values
        let stride = width * channels
        for row in 0..<height / 2 {
            let mirrored = (height - 1 - row) * stride
            for position in 0..<stride { values.swapAt(row * stride + position, mirrored + position) }
        }
    }
}
