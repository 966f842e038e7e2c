import Testing

/// Forward passes against the double-precision reference: every table that runs here, every tile.
@Suite("Convolutions forward")
struct ForwardTests {
    @Test(arguments: ConvolutionCase.small + ConvolutionCase.limited + ConvolutionCase.notebook)
    func winograd(_ example: ConvolutionCase) { check(.winograd, example, tiles: [2, 4, 6]) }

    @Test(arguments: ConvolutionCase.first)
    func firstLayer(_ example: ConvolutionCase) { check(.first, example, tiles: [2]) }

    @Test(arguments: ConvolutionCase.pointwise)
    func pointwise(_ example: ConvolutionCase) { check(.pointwise, example, tiles: [0]) }

    @Test(arguments: ConvolutionCase.depthwise)
    func depthwise(_ example: ConvolutionCase) { check(.depthwise, example, tiles: [0]) }

    private func check(_ family: KernelFamily, _ example: ConvolutionCase, tiles: [Int]) {
        let data = ConvolutionData(example)
        let reference = ConvolutionReference(example: example, data: data)
        let expected = reference.forward()
        for table in KernelTables.here {
            for tile in tiles {
                let run = ForwardRun(family, table, example, data, tile: tile)
                let problems = ConvolutionChecks.problems(run, reference, expected, block: table.block)
                #expect(problems.isEmpty, "\(table.name), tile \(tile): \(problems)")

                let other = ForwardRun(family, table, example, data, tile: tile, backwards: true)
                let isEqual = bits(other.y) == bits(run.y) && bits(other.partialSums) == bits(run.partialSums)
                #expect(isEqual && other.indices == run.indices, "\(table.name), tile \(tile): the order of items is seen")
                #expect(other.overrun.isEmpty)

                // Inference asks for no indices and gets the same.
                let inference = ForwardRun(family, table, example, data, tile: tile, trains: false)
                #expect(bits(inference.y) == bits(run.y), "\(table.name), tile \(tile): indices change the result")
            }
        }
    }
}

/// Values as bits, of which those of not-a-number are equal too.
func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
