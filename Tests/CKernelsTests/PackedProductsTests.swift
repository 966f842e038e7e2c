import CKernels
import TestSupport
import Testing

/// Dense layers and convolutions of 1x1 against the double-precision reference: every table that runs here.
@Suite("Packed products")
struct PackedProductsTests {
    @Test(arguments: ProductCase.odd + ProductCase.large)
    func products(_ example: ProductCase) {
        let data = ProductData(example)
        let reference = ProductReference(example, data)
        let result = reference.y.map { Float($0) }
        for table in KernelTables.here {
            let layout = ProductLayout(example: example, block: table.block)
            var shape = example.shape
            #expect(table.kernels.pointee.product_weight_count(&shape) == layout.weightCount)

            let run = ProductRun(table, example, data, y: result)
            #expect(run.overrun.isEmpty, "\(table.name): \(run.overrun)")
            let found = [
                ("y", layout.matrix(run.y, example.to), reference.y),
                ("dx", layout.matrix(run.dx, example.from), reference.dx),
                ("weight gradient", layout.weights(run.weightGradient), reference.weights),
                ("bias gradient", run.biasGradient, example.hasBias ? reference.bias : []),
            ]
            for (what, values, expected) in found {
                guard let values else {
                    Issue.record("\(table.name), \(what): something beyond the last channel")
                    continue
                }
                let problem = difference(what, values, expected)
                #expect(problem == nil, "\(table.name): \(problem ?? "")")
            }

            let other = ProductRun(table, example, data, y: result, backwards: true)
            let isEqual =
                other.y == run.y && other.dx == run.dx && other.weightGradient == run.weightGradient
                && other.biasGradient == run.biasGradient
            #expect(isEqual && other.overrun.isEmpty, "\(table.name): the order of items is seen")
        }
    }

    @Test("A value that is no number stays in its row")
    func notANumber() {
        let example = ProductCase(samples: 5, rows: 1, from: 1300, to: 20, rectifies: true)
        var data = ProductData(example)
        data.x[2 * 1300 + 7] = .nan
        let clean = [Float](repeating: 1, count: example.count * example.to)
        for table in KernelTables.here {
            let layout = ProductLayout(example: example, block: table.block)
            var rows = Set<Int>()
            for (index, value) in layout.activationRows(ProductRun(table, example, data, y: clean).y) where value.isNaN {
                rows.insert(index)
            }
            #expect(rows == [2], "\(table.name)")
        }
    }

    @Test("Few rows are cut by their inputs, many are not")
    func parts() {
        for table in KernelTables.here {
            let kernels = table.kernels.pointee
            var dense = ProductCase(samples: 16, rows: 1, from: 12544, to: 128).shape
            #expect(kernels.product_forward_items(&dense) > 8 && kernels.product_input_items(&dense) > 8)
            #expect(kernels.product_forward_sum_items(&dense) > 0 && kernels.product_gradient_items(&dense) > 8)
            var convolution = ProductCase(samples: 16, rows: 1296, from: 256, to: 256).shape
            #expect(kernels.product_forward_sum_items(&convolution) == 0)
            #expect(kernels.product_forward_partials(&convolution) == 0)
        }
    }
}

extension ProductLayout {
    /// Each value of a result with the number of its row.
    func activationRows(_ values: [Float]) -> [(Int, Float)] {
        values.enumerated().map { ($0 / padded(example.to) / example.rows, $1) }
    }
}
