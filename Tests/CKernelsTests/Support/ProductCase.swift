import CKernels
import TestSupport
import Testing

/// A product of matrices with a row for each pixel of each sample; a Dense layer has one pixel.
struct ProductCase: Sendable, CustomTestStringConvertible {
    var samples: Int
    var rows: Int
    var from: Int
    var to: Int
    var rectifies = false
    var hasBias = true

    var testDescription: String {
        "\(samples)x\(rows), \(from) to \(to)" + (rectifies ? ", rectified" : "") + (hasBias ? "" : ", no bias")
    }

    var shape: assay_product {
        assay_product(
            samples: Int32(samples), rows: Int32(rows), in_channels: Int32(from), out_channels: Int32(to),
            rectifies: rectifies ? 1 : 0)
    }

    /// All rows of all samples.
    var count: Int { samples * rows }

    /// Each number of channels from 1 to 33 on both sides, batches of 1 to 17, one or some rows.
    static let odd = (1...33).map { channels in
        ProductCase(
            samples: (channels * 5) % 17 + 1, rows: [1, 3, 14, 1][channels % 4], from: channels, to: (channels * 7) % 33 + 1,
            rectifies: channels % 2 == 0, hasBias: channels % 3 != 0)
    }
    /// Inputs enough for several parts, rows for several bands, samples for several groups; whole blocks and not.
    static let large = [
        ProductCase(samples: 16, rows: 1, from: 2048, to: 128, rectifies: true),
        ProductCase(samples: 17, rows: 1, from: 1601, to: 35, rectifies: true),
        ProductCase(samples: 1, rows: 1, from: 4100, to: 2),
        ProductCase(samples: 130, rows: 1, from: 70, to: 50, rectifies: true),
        ProductCase(samples: 300, rows: 1, from: 9, to: 130),
        ProductCase(samples: 2, rows: 529, from: 40, to: 64, rectifies: true),
        ProductCase(samples: 17, rows: 36, from: 64, to: 33, rectifies: true),
        ProductCase(samples: 3, rows: 49, from: 1100, to: 20, hasBias: false),
    ]
}

/// Numbers for a case: matrices row by row, weights as Keras has them, `[input][output]`.
struct ProductData: Sendable {
    var x: [Float]
    var weights: [Float]
    var bias: [Float]?
    var gradient: [Float]

    init(_ example: ProductCase) {
        var generator = SeededGenerator(seed: example.testDescription.utf8.reduce(5) { $0 &* 31 &+ UInt64($1) })
        func draw(_ count: Int) -> [Float] { (0..<count).map { _ in Float.random(in: -1...1, using: &generator) } }
        x = draw(example.count * example.from)
        weights = draw(example.from * example.to)
        bias = example.hasBias ? draw(example.to) : nil
        gradient = draw(example.count * example.to)
    }
}

/// What a product and its gradients are, by definition and in double precision.
struct ProductReference {
    /// The result, row by row, and the gradients by it all, each laid out as what it belongs to.
    let y: [Double]
    let dx: [Double]
    let weights: [Double]
    let bias: [Double]

    init(_ example: ProductCase, _ data: ProductData) {
        let (from, to) = (example.from, example.to)
        var y = [Double](repeating: 0, count: example.count * to)
        var dx = [Double](repeating: 0, count: example.count * from)
        var weights = [Double](repeating: 0, count: from * to)
        var bias = [Double](repeating: 0, count: to)
        for row in 0..<example.count {
            for output in 0..<to {
                var sum = Double(data.bias?[output] ?? 0)
                for input in 0..<from { sum += Double(data.x[row * from + input]) * Double(data.weights[input * to + output]) }
                let passes = !example.rectifies || sum > 0
                y[row * to + output] = passes ? sum : 0
                guard passes else { continue }
                let slope = Double(data.gradient[row * to + output])
                bias[output] += slope
                for input in 0..<from {
                    dx[row * from + input] += slope * Double(data.weights[input * to + output])
                    weights[input * to + output] += slope * Double(data.x[row * from + input])
                }
            }
        }
        (self.y, self.dx, self.weights, self.bias) = (y, dx, weights, bias)
    }
}
