import Testing

/// Backward passes against the double-precision reference: every table that runs here, every tile.
@Suite("Convolutions backward")
struct BackwardTests {
    @Test(arguments: ConvolutionCase.small + ConvolutionCase.limited + ConvolutionCase.notebook)
    func winograd(_ example: ConvolutionCase) { check(.winograd, example, tiles: [2, 4, 6]) }

    @Test(arguments: ConvolutionCase.first)
    func firstLayer(_ example: ConvolutionCase) { check(.first, example, tiles: [2]) }

    @Test(arguments: ConvolutionCase.pointwise)
    func pointwise(_ example: ConvolutionCase) { check(.pointwise, example, tiles: [0]) }

    @Test(arguments: ConvolutionCase.depthwise)
    func depthwise(_ example: ConvolutionCase) { check(.depthwise, example, tiles: [0]) }

    private func check(_ family: KernelFamily, _ example: ConvolutionCase, tiles: [Int]) {
        var example = example
        // The backward pass begins before the affine map at the end: a normalization has its own gradient.
        example.fusions.remove(.outputScale)
        let data = ConvolutionData(example)
        let reference = ConvolutionReference(example: example, data: data)
        let state = ForwardState(reference.forward())
        let expected = reference.backward(values: state.values, choices: state.choices)
        for table in KernelTables.here {
            for tile in tiles {
                let run = BackwardRun(family, table, example, data, state, tile: tile)
                let problems = ConvolutionChecks.problems(run, reference, expected, block: table.block)
                #expect(problems.isEmpty, "\(table.name), tile \(tile): \(problems)")

                let other = BackwardRun(family, table, example, data, state, tile: tile, backwards: true)
                let isEqual = bits(other.dx) == bits(run.dx) && bits(other.weights) == bits(run.weights)
                #expect(isEqual && bits(other.sums) == bits(run.sums), "\(table.name), tile \(tile): the order of items is seen")
                #expect(other.bias == run.bias && other.overrun.isEmpty)

                guard family != .first else { continue }
                let input = BackwardRun(family, table, example, data, state, tile: tile, wants: .input)
                let weights = BackwardRun(family, table, example, data, state, tile: tile, wants: .weights)
                let isSame = bits(input.dx) == bits(run.dx) && bits(weights.weights) == bits(run.weights)
                #expect(isSame && weights.bias == run.bias, "\(table.name), tile \(tile): one gradient depends on another")
            }
        }
    }
}
