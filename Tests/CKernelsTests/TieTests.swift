import Testing

/// Windows of equal values: numbers so simple that nothing is rounded.
@Suite("The first of equal values")
struct TieTests {
    static let example = ConvolutionCase(
        name: "ties", samples: 3, inChannels: 3, outChannels: 21, height: 13, width: 16, isSame: true, pools: true,
        fusions: [.bias]
    )

    /// Zeros everywhere: each window holds its bias four times.
    @Test func zeros() {
        var data = ConvolutionData(Self.example)
        data.x = data.x.map { _ in 0 }
        check(data, tiles: [2, 4, 6])
    }

    /// Small whole numbers: in tiles of 2 all of Winograd's arithmetic is exact.
    @Test func wholeNumbers() {
        var data = ConvolutionData(Self.example)
        data.x = data.x.map { $0.rounded() }
        data.weights = data.weights.map { $0 > 0 ? 4 : 0 }
        data.bias = data.bias?.map { ($0 * 8).rounded() }
        check(data, tiles: [2])
    }

    private func check(_ data: ConvolutionData, tiles: [Int]) {
        let expected = ConvolutionReference(example: Self.example, data: data).forward()
        #expect(expected.leads.contains(0) && expected.values.contains { $0 != 0 })
        for table in KernelTables.here {
            let blocks = Blocks.result(of: Self.example, block: table.block)
            for (family, tile) in tiles.map({ (KernelFamily.winograd, $0) }) + [(.first, 2)] {
                let run = ForwardRun(family, table, Self.example, data, tile: tile)
                #expect(blocks.choices(run.indices) == expected.choices, "\(table.name), \(family), tile \(tile)")
                #expect(blocks.channelsLast(run.y).map { Double($0) } == expected.y, "\(table.name), \(family), tile \(tile)")
            }
        }
    }
}
