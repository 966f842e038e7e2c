import Foundation
import TestSupport
import Testing

/// A pass with its numbers and what must come of it, in the kernels' layouts, for `Tests/CKernelsReplay/replay.c`.
struct Recording {
    private var bytes = Data()

    init(_ family: KernelFamily, _ example: ConvolutionCase, block: Int, isBackward: Bool) {
        var name = Array("\(example.name), \(isBackward ? "backward" : "forward")".utf8.prefix(63))
        name += [UInt8](repeating: 0, count: 64 - name.count)
        bytes.append(contentsOf: name)
        let shape = example.shape(tile: 0)
        let head: [Int32] = [
            isBackward ? 1 : 0, family.number, Int32(block), Int32(example.groups), shape.samples, shape.in_channels,
            shape.out_channels, shape.in_height, shape.in_width, shape.out_height, shape.out_width, shape.pad_top, shape.pad_left,
            shape.tile, shape.rectifies, shape.pools, shape.limits, shape.kernel_height, shape.kernel_width, shape.stride_height,
            shape.stride_width,
        ]
        append(head)
        let data = ConvolutionData(example)
        let reference = ConvolutionReference(example: example, data: data)
        let forward = reference.forward()
        let (input, result) = (Blocks.input(of: example, block: block), Blocks.result(of: example, block: block))
        let x = family == .first ? data.x : input.blocked(data.x)
        array(x)
        array(data.scale.map(input.vector))
        array(data.shift.map(input.vector))
        array(data.weights)
        if isBackward {
            self.backward(family, reference, ForwardState(forward), input, result)
        } else {
            array(data.bias.map(result.vector))
            array(data.outScale.map(result.vector))
            array(data.outShift.map(result.vector))
            array(result.vector(data.pivot))
            self.forward(reference, forward, result)
        }
    }

    /// What must come of a forward pass: the result, indices and where they are beyond doubt, sums.
    private mutating func forward(
        _ reference: ConvolutionReference, _ forward: ConvolutionReference.Forward, _ result: Blocks
    ) {
        let example = reference.example
        expected(result.blocked(forward.y))
        array(example.pools ? result.indices(forward.choices) : [UInt8]())
        let margin = 2 * tolerance * forward.values.reduce(0) { max($0, abs($1)) }
        array(example.pools ? result.indices(forward.leads.map { $0 > margin ? 3 : 0 }) : [UInt8]())
        let sums = reference.sums(forward)
        let padded = result.vectors(sums.values)
        expected(example.fusions.contains(.sums) ? padded : [], scale: sums.scale)
    }

    /// What a backward pass takes, and what must come of it: gradients of the input, the weights and the bias, sums.
    private mutating func backward(
        _ family: KernelFamily, _ reference: ConvolutionReference, _ state: ForwardState, _ input: Blocks, _ result: Blocks
    ) {
        let (example, data) = (reference.example, reference.data)
        array(result.blocked(state.values))
        array(example.pools ? result.indices(state.choices) : [UInt8]())
        array(result.blocked(data.gradient))
        array(data.byGradient.map(result.vector))
        array(data.byValue.map(result.vector))
        array(data.byOne.map(result.vector))
        array(input.vector(data.mean))
        let backward = reference.backward(values: state.values, choices: state.choices)
        expected(family == .first ? [] : input.blocked(backward.dx))
        expected(backward.weights)
        expected(data.bias == nil ? [] : result.vectors(backward.bias))
        let sums = reference.sums(backward)
        let isSummed = family != .first && example.fusions.contains(.sums)
        expected(isSummed ? input.vectors(sums.values) : [], scale: sums.scale)
    }

    private mutating func append<Value>(_ values: [Value]) {
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    private mutating func array<Value>(_ values: [Value]?, scale: Double = 0) {
        append([Int64(values?.count ?? 0), Int64(MemoryLayout<Value>.stride)])
        append([scale])
        append(values ?? [])
    }

    /// What must come out, with what differences are relative to: the largest, if nothing else.
    private mutating func expected(_ values: [Double], scale: Double? = nil) {
        array(values, scale: scale ?? values.reduce(0) { max($0, abs($1)) })
    }

    /// Writes it.
    func write(to url: URL) throws { try bytes.write(to: url) }
}

extension KernelFamily {
    /// As recordings have it.
    fileprivate var number: Int32 {
        switch self {
        case .winograd: 0
        case .first: 1
        case .pointwise: 2
        case .depthwise: 3
        }
    }
}

/// Writes recordings for processors on which these tests do not run themselves; see `Scripts/test-arm64`.
@Suite("Recordings for other processors")
struct ReplayTests {
    private static let folder = ProcessInfo.processInfo.environment["ASSAY_KERNEL_RECORDINGS"]

    @Test(.enabled(if: folder != nil, "ASSAY_KERNEL_RECORDINGS names no folder"), arguments: [8, 16])
    func record(block: Int) throws {
        let folder = URL(fileURLWithPath: try #require(Self.folder), isDirectory: true)
        let all: [(KernelFamily, [ConvolutionCase])] = [
            (.winograd, ConvolutionCase.small + ConvolutionCase.limited), (.first, ConvolutionCase.first),
            (.pointwise, ConvolutionCase.pointwise), (.depthwise, ConvolutionCase.depthwise),
        ]
        for (family, cases) in all {
            for example in cases {
                for isBackward in [false, true] {
                    var example = example
                    if isBackward { example.fusions.remove(.outputScale) }
                    let name = "\(family) \(example.name) \(isBackward ? "backward" : "forward") \(block)"
                    let file = name.replacing(" ", with: "-").replacing(",", with: "").replacing("'", with: "") + ".bin"
                    try Recording(family, example, block: block, isBackward: isBackward)
                        .write(to: folder.appendingPathComponent(file))
                }
            }
        }
    }
}
