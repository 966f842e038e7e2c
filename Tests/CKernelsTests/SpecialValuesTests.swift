import Testing

/// Infinities and not-a-number: they stay where they belong, and a training that they have reached is seen.
@Suite("Special values")
struct SpecialValuesTests {
    static let shapes = [
        ConvolutionCase(
            name: "plain", samples: 3, inChannels: 4, outChannels: 19, height: 23, width: 26, isSame: true, fusions: [.bias]),
        ConvolutionCase(
            name: "rectified and pooled", samples: 3, inChannels: 4, outChannels: 19, height: 25, width: 24, rectifies: true,
            pools: true, fusions: [.bias], groups: 3),
    ]
    static let values: [Float] = [.nan, .infinity, -.infinity]
    /// The pixel in the middle sample.
    static let (sample, row, column) = (1, 9, 13)

    @Test(arguments: shapes, values)
    func forward(_ example: ConvolutionCase, _ value: Float) {
        let clean = ConvolutionData(example)
        var spoilt = clean
        spoilt.x[((Self.sample * example.height + Self.row) * example.width + Self.column) * example.inChannels] = value
        for table in KernelTables.here {
            // Those beyond the last, too: zero times infinity is no number, but only where the infinity is.
            var blocks = Blocks.result(of: example, block: table.block)
            blocks.channels = blocks.paddedChannels
            for (family, tile) in [(KernelFamily.winograd, 2), (.winograd, 4), (.winograd, 6), (.first, 2)] {
                let name = "\(table.name), \(family), tile \(tile)"
                let before = ForwardRun(family, table, example, clean, tile: tile)
                let after = ForwardRun(family, table, example, spoilt, tile: tile)
                #expect(after.overrun.isEmpty, "\(name)")
                let side = example.pools ? 2 : 1
                let changed = changedPixels(
                    bits(blocks.channelsLast(before.y)), bits(blocks.channelsLast(after.y)), example.endHeight, example.endWidth,
                    blocks.channels)
                #expect(!changed.isEmpty, "\(name)")
                let far = changed.filter { pixel in
                    pixel.sample != Self.sample || abs(pixel.row * side - Self.row) > tile + 2
                        || abs(pixel.column * side - Self.column) > tile + 2
                }
                #expect(far.isEmpty, "\(name): \(far)")
                guard value.isNaN else { continue }
                // The pixel straight below the middle of the kernel sees it in each channel.
                let (r, c) = ((Self.row - 1 + example.pad[0]) / side, (Self.column - 1 + example.pad[1]) / side)
                let first = ((Self.sample * example.endHeight + r) * example.endWidth + c) * blocks.channels
                let seen = blocks.channelsLast(after.y)[first..<first + example.outChannels]
                if example.pools {
                    #expect(after.y.contains { $0.isNaN }, "\(name): not-a-number vanished")
                } else {
                    #expect(seen.allSatisfy { $0.isNaN }, "\(name)")
                }
            }
        }
    }

    @Test(arguments: shapes, values)
    func backward(_ example: ConvolutionCase, _ value: Float) throws {
        let clean = ConvolutionData(example)
        let state = ForwardState(ConvolutionReference(example: example, data: clean).forward())
        let side = example.pools ? 2 : 1
        let first =
            ((Self.sample * example.endHeight + Self.row / side) * example.endWidth + Self.column / side) * example.outChannels
        // A channel that the rectifier lets through.
        let channel = try #require((0..<example.outChannels).first { !example.rectifies || state.values[first + $0] > 0 })
        var spoilt = clean
        spoilt.gradient[first + channel] = value
        for table in KernelTables.here {
            for (family, tile) in [(KernelFamily.winograd, 2), (.winograd, 4), (.winograd, 6), (.first, 2)] {
                let name = "\(table.name), \(family), tile \(tile)"
                let before = BackwardRun(family, table, example, clean, state, tile: tile)
                let after = BackwardRun(family, table, example, spoilt, state, tile: tile)
                #expect(after.overrun.isEmpty)
                let changed = zip(bits(before.weights), bits(after.weights)).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
                #expect(!changed.isEmpty && changed.allSatisfy { $0 % example.outChannels == channel }, "\(name)")
                let biases = zip(before.bias, after.bias).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
                #expect(biases == [channel], "\(name)")
                guard !after.dx.isEmpty else { continue }
                var blocks = Blocks.input(of: example, block: table.block)
                blocks.channels = blocks.paddedChannels
                let pixels = changedPixels(
                    bits(blocks.channelsLast(before.dx)), bits(blocks.channelsLast(after.dx)), example.height, example.width,
                    blocks.channels)
                let far = pixels.filter { pixel in
                    pixel.sample != Self.sample || abs(pixel.row - Self.row) > tile + 3
                        || abs(pixel.column - Self.column) > tile + 3
                }
                #expect(!pixels.isEmpty && far.isEmpty, "\(name): \(far)")
            }
        }
    }

    private struct Pixel: Hashable {
        var sample: Int
        var row: Int
        var column: Int
    }

    /// Pixels of activations, channels last, in which some channel differs.
    private func changedPixels(_ a: [UInt32], _ b: [UInt32], _ height: Int, _ width: Int, _ channels: Int) -> Set<Pixel> {
        Set(
            zip(a, b).enumerated().filter { $1.0 != $1.1 }.map { index, _ in
                let pixel = index / channels
                return Pixel(sample: pixel / (height * width), row: pixel / width % height, column: pixel % width)
            })
    }
}
