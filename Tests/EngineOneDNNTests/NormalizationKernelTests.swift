import CDNNL
import Engine
import Testing

@testable import EngineOneDNN

/// The kernel on every layout that it may meet, whatever the machine's own is.
struct NormalizationKernelTests {
    /// Extents, layout.
    static let layouts: [([Int], UInt32)] = [
        ([3, 5, 3, 3], dnnl_nChw8c.rawValue), ([2, 16, 4, 5], dnnl_nChw8c.rawValue), ([3, 20, 3, 3], dnnl_nChw16c.rawValue),
        ([4, 17, 2, 3], dnnl_nhwc.rawValue), ([2, 16, 5, 5], dnnl_nhwc.rawValue), ([7, 19], dnnl_ab.rawValue),
        ([1, 8, 1, 1], dnnl_nChw8c.rawValue),
    ]

    @Test(arguments: layouts)
    func agreesWithItsDefinition(_ extents: [Int], _ tag: UInt32) throws {
        let layout = try Layout(extents, dnnl_format_tag_t(rawValue: tag))
        let grid = try ChannelGrid(layout, layer: "test")
        let kernel = NormalizationKernel(grid: grid, epsilon: 1e-3, parallel: Parallel(threads: 3))
        let channels = extents[1]
        let count = kernel.count
        // Values far from 0, as those of images are, on which a one-pass variance would lose its digits.
        func value(_ index: Int, _ channel: Int) -> Float { Float((index * 7919 + channel * 104_729) % 1000) / 1000 + 50 }
        func slope(_ index: Int, _ channel: Int) -> Float { Float((index * 6151 + channel * 3571) % 997) / 997 - 0.4 }

        let (input, output, gradient) = (try Buffer(layout), try Buffer(layout), try Buffer(layout))
        let places = Self.places(grid)
        for channel in 0..<channels {
            for (index, place) in places[channel].enumerated() {
                input.values[place] = value(index, channel)
                gradient.values[place] = slope(index, channel)
            }
        }
        let (mean, variance) = (try Buffer(.vector(channels)), try Buffer(.vector(channels)))
        let (gamma, beta) = (try Buffer(.vector(channels)), try Buffer(.vector(channels)))
        for channel in 0..<channels {
            gamma.values[channel] = Float(channel + 1) / 4
            beta.values[channel] = Float(channel) / 8 - 1
        }
        kernel.moments(input.values, mean: mean.values, variance: variance.values)
        kernel.normalize(
            input.values, output.values, mean: mean.values, variance: variance.values, gamma: gamma.values, beta: beta.values)
        let sums = kernel.gradientSums(input.values, gradient.values, mean: mean.values)
        let byGammas = try Buffer(.vector(channels))
        kernel.gammaGradient(sums, variance: variance.values, to: byGammas.storage.floats)
        let vectors = try (0..<3).map { _ in try Buffer(.vector(kernel.paddedChannels)) }
        kernel.gradientVectors(
            sums, mean: mean.values, variance: variance.values, gamma: gamma.values, byGradient: vectors[0].values,
            byValue: vectors[1].values, byOne: vectors[2].values)
        kernel.inputGradient(
            input.values, gradient.values, to: gradient.values, byGradient: vectors[0].values, byValue: vectors[1].values,
            byOne: vectors[2].values, rectified: false)

        for channel in 0..<channels {
            let x = (0..<count).map { Double(value($0, channel)) }
            let dy = (0..<count).map { Double(slope($0, channel)) }
            let centre = x.reduce(0, +) / Double(count)
            let spread = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(count)
            let sigma = (spread + 1e-3).squareRoot()
            let normal = x.map { ($0 - centre) / sigma }
            let (byBeta, byGamma) = (dy.reduce(0, +), zip(dy, normal).reduce(0) { $0 + $1.0 * $1.1 })
            #expect(abs(Double(mean.values[channel]) - centre) < 1e-5)
            #expect(abs(Double(variance.values[channel]) - spread) < 1e-6)
            #expect(abs(sums.slopes[channel] - byBeta) < 1e-5)
            #expect(abs(Double(byGammas.values[channel]) - byGamma) < 1e-3)
            let (g, b) = (Double(gamma.values[channel]), Double(beta.values[channel]))
            for (index, place) in places[channel].enumerated() {
                #expect(abs(Double(output.values[place]) - (g * normal[index] + b)) < 1e-4 * (1 + g))
                let expected = g / sigma * (dy[index] - byBeta / Double(count) - normal[index] * byGamma / Double(count))
                #expect(abs(Double(gradient.values[place]) - expected) < 1e-4 * (1 + g / sigma))
            }
        }
        // Padding is 0 before and after: convolutions read it.
        let used = Set(places.joined())
        for place in 0..<layout.byteCount / 4 where !used.contains(place) {
            #expect(output.values[place] == 0 && gradient.values[place] == 0)
        }
    }

    /// max(y, 0) in the same pass.
    @Test(arguments: layouts)
    func rectified(_ extents: [Int], _ tag: UInt32) throws {
        let layout = try Layout(extents, dnnl_format_tag_t(rawValue: tag))
        let grid = try ChannelGrid(layout, layer: "test")
        let kernel = NormalizationKernel(grid: grid, epsilon: 1e-3, parallel: Parallel(threads: 2))
        let channels = extents[1]
        let (input, plain, rectified) = (try Buffer(layout), try Buffer(layout), try Buffer(layout))
        let places = Self.places(grid)
        for (channel, places) in places.enumerated() {
            for (index, place) in places.enumerated() {
                input.values[place] = Float((index * 7919 + channel * 104_729) % 1000) / 500 - 1
            }
        }
        let vectors = try (0..<4).map { _ in try Buffer(.vector(channels)) }
        let (mean, variance, gamma, beta) = (vectors[0].values, vectors[1].values, vectors[2].values, vectors[3].values)
        for channel in 0..<channels {
            (gamma[channel], beta[channel]) = (channel % 2 == 0 ? 0.8 : -0.5, Float(channel % 3) / 4 - 0.2)
        }
        kernel.moments(input.values, mean: mean, variance: variance)
        kernel.normalize(input.values, plain.values, mean: mean, variance: variance, gamma: gamma, beta: beta)
        kernel.normalize(
            input.values, rectified.values, mean: mean, variance: variance, gamma: gamma, beta: beta, limits: .relu)
        #expect(places.joined().contains { plain.values[$0] < 0 } || kernel.count == 1)
        #expect((0..<layout.byteCount / 4).allSatisfy { rectified.values[$0] == max(plain.values[$0], 0) })

        // At most 6, and the gradient stops at both ends.
        for channel in 0..<channels { (gamma[channel], beta[channel]) = (5, 3) }
        kernel.normalize(input.values, plain.values, mean: mean, variance: variance, gamma: gamma, beta: beta)
        kernel.normalize(input.values, rectified.values, mean: mean, variance: variance, gamma: gamma, beta: beta, limits: .relu6)
        #expect(places.joined().contains { plain.values[$0] > 6 } || kernel.count < 8)
        #expect((0..<layout.byteCount / 4).allSatisfy { rectified.values[$0] == min(max(plain.values[$0], 0), 6) })
        let gradient = try Buffer(layout)
        for place in places.joined() { gradient.values[place] = 2 }
        kernel.limitGradient(rectified.values, gradient.values)
        #expect(
            places.joined().allSatisfy { gradient.values[$0] == (plain.values[$0] > 0 && plain.values[$0] < 6 ? 2 : 0) })
    }

    /// A constant has no variance, and rounding makes it no number below 0.
    @Test func theVarianceOfAConstantIsNotNegative() throws {
        let layout = try Layout([2, 8, 60, 83], dnnl_nChw8c)
        let kernel = NormalizationKernel(grid: try ChannelGrid(layout, layer: "test"), epsilon: 0, parallel: Parallel(threads: 1))
        let input = try Buffer(layout)
        let (mean, variance) = (try Buffer(.vector(8)), try Buffer(.vector(8)))
        for trial in 1...20 {
            for place in input.storage.floats.indices { input.values[place] = Float(trial * (place % 8 + 1)) * 0.1 }
            kernel.moments(input.values, mean: mean.values, variance: variance.values)
            for channel in 0..<8 {
                let value = Float(trial * (channel + 1)) * 0.1
                #expect(variance.values[channel] >= 0 && variance.values[channel] < value * value * 1e-10)
            }
        }
    }

    /// Sums around a pivot make moments, and say where they do not: far from the mean, or where a value is no number.
    @Test(arguments: [(Float(50.3), true), (51, true), (0, false), (1e4, false), (.nan, false)])
    func sumsAroundAPivot(_ centre: Float, _ isExact: Bool) throws {
        let layout = try Layout([2, 8, 5, 5], dnnl_nChw8c)
        let kernel = NormalizationKernel(
            grid: try ChannelGrid(layout, layer: "test"), epsilon: 1e-3, parallel: Parallel(threads: 1))
        func value(_ index: Int) -> Float { Float(index * 7919 % 1000) / 1000 + 50 }
        let (sums, pivot) = (try Buffer(.vector(2 * 2 * 8)), try Buffer(.vector(8)))
        let (mean, variance) = (try Buffer(.vector(8)), try Buffer(.vector(8)))
        for index in 0..<50 {
            for channel in 0..<8 {
                let distance = value(index) - centre
                sums.values[index / 25 * 16 + channel] += distance
                sums.values[index / 25 * 16 + 8 + channel] += distance * distance
            }
        }
        for channel in 0..<8 { pivot.values[channel] = centre }
        let answer = kernel.moments(
            sums: sums.values, items: 2, pivot: pivot.values, mean: mean.values, variance: variance.values)
        #expect(answer == isExact)
        guard isExact else { return }
        let x = (0..<50).map { Double(value($0)) }
        let expected = x.reduce(0, +) / 50
        let spread = x.reduce(0) { $0 + ($1 - expected) * ($1 - expected) } / 50
        for channel in 0..<8 {
            #expect(abs(Double(mean.values[channel]) - expected) < 1e-5)
            #expect(abs(Double(variance.values[channel]) - spread) < 1e-5 * spread)
        }
    }

    @Test func refusesChannelsThatAreNotNeighbours() throws {
        let layout = try Layout([2, 3, 4, 5], dnnl_nchw)
        #expect(throws: (any Error).self) { try ChannelGrid(layout, layer: "test") }
    }

    /// Where the values of each channel lie, sample by sample.
    private static func places(_ grid: ChannelGrid) -> [[Int]] {
        (0..<grid.channels).map { channel in
            guard let group = grid.groups.last(where: { $0.channel <= channel }) else { return [] }
            return (0..<grid.samples).flatMap { sample in
                (0..<grid.positions).map {
                    sample * grid.sampleStride + group.offset + $0 * grid.rowStride + channel - group.channel
                }
            }
        }
    }

    private struct Buffer {
        let storage: Storage
        init(_ layout: Layout) throws { storage = try Storage(byteCount: layout.byteCount) }
        var values: UnsafeMutablePointer<Float> { storage.base.assumingMemoryBound(to: Float.self) }
    }
}

struct StorageTests {
    @Test func saysWhereThereIsNoMemory() throws {
        let error = #expect(throws: EngineError.self) { try Storage(byteCount: 1 << 60) }
        guard case .memory(let needed, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(needed == 1 << 60)
        let storage = try Storage(byteCount: 100)
        #expect(Int(bitPattern: storage.base) % 64 == 0)
    }
}
