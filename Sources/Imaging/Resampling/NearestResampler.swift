/// Pillow's NEAREST.
enum NearestResampler {
    /// The source position of each target position: floor(p), with p starting at half a step and the step added each time in double.
    /// Computing floor((i + 0.5) x step) afresh differs in four positions of a thousand.
    static func positions(from source: Int, to target: Int) -> [Int] {
        let step = Double(source) / Double(target)
        var position = 0.5 * step
        return (0..<target).map { _ in
            defer { position += step }
            return min(Int(position), source - 1)
        }
    }

    static func resize(_ image: PixelImage, height: Int, width: Int) -> PixelImage {
        let rows = positions(from: image.height, to: height)
        let columns = positions(from: image.width, to: width)
        let channels = image.channels
        return image.pixels.withUnsafeBufferPointer { source in
            columns.withUnsafeBufferPointer { columns in
                PixelImage(height: height, width: width, channels: channels) { pixels in
                    for (row, sourceRow) in rows.enumerated() {
                        let from = UnsafeBufferPointer(rebasing: source[(sourceRow * image.width * channels)...])
                        let to = UnsafeMutableBufferPointer(rebasing: pixels[(row * width * channels)...])
                        if channels == 3 {
                            for column in 0..<width {
                                let position = 3 * columns[column]
                                to[3 * column] = from[position]
                                to[3 * column + 1] = from[position + 1]
                                to[3 * column + 2] = from[position + 2]
                            }
                        } else {
                            for column in 0..<width {
                                for channel in 0..<channels {
                                    to[channels * column + channel] = from[channels * columns[column] + channel]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
