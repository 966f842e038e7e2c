/// The kernels' layout of activations: `[sample][block of channels][row][column][block]`, with zeros beyond the last channel.
struct Blocks {
    var samples: Int
    var channels: Int
    var height: Int
    var width: Int
    var block: Int

    /// The input of a case, for a table of kernels.
    static func input(of example: ConvolutionCase, block: Int) -> Blocks {
        Blocks(
            samples: example.samples, channels: example.inChannels, height: example.height, width: example.width, block: block)
    }

    /// The result of a case.
    static func result(of example: ConvolutionCase, block: Int) -> Blocks {
        Blocks(
            samples: example.samples, channels: example.outChannels, height: example.endHeight, width: example.endWidth,
            block: block)
    }

    /// Channels with those that fill the last block.
    var paddedChannels: Int { (channels + block - 1) / block * block }
    /// Values, padding included.
    var count: Int { samples * paddedChannels * height * width }
    /// Bytes of where the largest of windows were.
    var indexCount: Int { count / 4 }

    /// The place of a value.
    private func place(_ sample: Int, _ channel: Int, _ pixel: Int) -> Int {
        ((sample * (paddedChannels / block) + channel / block) * height * width + pixel) * block + channel % block
    }

    /// Each value: its place here, and channels last.
    private func each(_ body: (_ place: Int, _ channelsLast: Int) -> Void) {
        for sample in 0..<samples {
            for pixel in 0..<height * width {
                for channel in 0..<channels {
                    body(place(sample, channel, pixel), (sample * height * width + pixel) * channels + channel)
                }
            }
        }
    }

    /// From channels last.
    func blocked(_ values: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: count)
        each { result[$0] = values[$1] }
        return result
    }

    /// The same of the reference's values. No generic function: it would be called millions of times, and not specialized.
    func blocked(_ values: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        each { result[$0] = values[$1] }
        return result
    }

    /// To channels last.
    func channelsLast(_ values: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: samples * height * width * channels)
        each { result[$1] = values[$0] }
        return result
    }

    /// Whether all is zero that is no channel.
    func isPaddingZero(_ values: [Float]) -> Bool {
        var rest = values
        each { place, _ in rest[place] = 0 }
        return rest.allSatisfy { $0 == 0 }
    }

    /// Places in 2x2 windows as bits: for each block of a pixel, the columns', then the rows'.
    func indices(_ choices: [Int]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: indexCount)
        each { place, channelsLast in
            let (byte, bit) = (place / block * (block / 4) + place % block / 8, UInt8(1) << (place % 8))
            if choices[channelsLast] % 2 == 1 { result[byte] |= bit }
            if choices[channelsLast] / 2 == 1 { result[byte + block / 8] |= bit }
        }
        return result
    }

    /// The inverse.
    func choices(_ indices: [UInt8]) -> [Int] {
        var result = [Int](repeating: 0, count: samples * height * width * channels)
        each { place, channelsLast in
            let (byte, bit) = (place / block * (block / 4) + place % block / 8, UInt8(1) << (place % 8))
            result[channelsLast] = (indices[byte] & bit == 0 ? 0 : 1) + (indices[byte + block / 8] & bit == 0 ? 0 : 2)
        }
        return result
    }

    /// One value a channel with something beyond the last, which nobody may let into results.
    func vector(_ values: [Float]) -> [Float] { values + [Float](repeating: 1, count: paddedChannels - channels) }

    /// Rows of one value a channel, with zeros beyond the last.
    func vectors(_ rows: [Double]) -> [Double] {
        let zeros = [Double](repeating: 0, count: paddedChannels - channels)
        return (0..<rows.count / channels).flatMap { rows[$0 * channels..<($0 + 1) * channels] + zeros }
    }
}
