import Engine
import Network
import Randomness
import Testing

struct InitialValuesTests {
    private let key = RandomKey(seed: 1)

    /// The notebook's first convolution: fans 27 and 576, limit 0.099751 (Keras, run).
    @Test func glorotUniform() {
        let layer = Conv2D(filters: 64, kernelSize: [3, 3])
        let kernel = layer.parameters(for: Shape([150, 150, 3]))[0]
        let values = InitialValues.draw(kernel, key: key).values.map { Double($0) }
        let limit = 0.099751
        #expect(values.count == 1728)
        #expect(values.allSatisfy { abs($0) <= limit + 1e-6 })
        // Mean 0 with a standard error of limit / sqrt(3 n), variance limit² / 3 with one of limit² sqrt(4 / 45 / n).
        let mean = values.reduce(0, +) / 1728
        let variance = values.reduce(0) { $0 + $1 * $1 } / 1728
        #expect(abs(mean) < 4 * limit / (3.0 * 1728).squareRoot())
        #expect(abs(variance - limit * limit / 3) < 4 * limit * limit * (4.0 / 45 / 1728).squareRoot())
        #expect(Set(values).count > 1700)
    }

    /// What each initializer draws for a kernel of 3 x 3, 40 inputs and 60 outputs: bounds and the first moments, by Keras's definitions.
    @Test(arguments: InitializerCase.all) func distributions(_ example: InitializerCase) {
        let shape = [3, 3, 40, 60]
        let parameter = Parameter(
            name: "kernel", shape: shape, initializer: example.kind.distribution(of: shape))
        let values = InitialValues.draw(parameter, key: key).values.map { Double($0) }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        #expect(values.allSatisfy { abs($0 - example.mean) <= example.reach * (1 + 1e-6) })
        // Five standard errors; no fourth moment here is above that of the bell curve.
        #expect(abs(mean - example.mean) < 5 * (example.variance / count).squareRoot())
        #expect(abs(variance - example.variance) < 5 * example.variance * (2 / count).squareRoot())
        if example.reach.isFinite { #expect(values.contains { abs($0 - example.mean) > 0.99 * example.reach }) }
        #expect(Set(values).count > values.count * 9 / 10)
    }

    /// The columns of a kernel with more rows than columns, and the rows of one with fewer, stand at right angles.
    @Test(arguments: [[3, 2, 4, 5], [2, 9], [7, 7]]) func orthogonal(_ shape: [Int]) {
        let parameter = Parameter(name: "kernel", shape: shape, initializer: Orthogonal(gain: 2).distribution(of: shape))
        let values = InitialValues.draw(parameter, key: key).values.map { Double($0) }
        let columns = shape[shape.count - 1]
        let rows = values.count / columns
        let vectors = (0..<min(rows, columns)).map { vector in
            (0..<max(rows, columns)).map { rows < columns ? values[vector * columns + $0] : values[$0 * columns + vector] }
        }
        for (a, first) in vectors.enumerated() {
            for (b, second) in vectors.enumerated() {
                let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - (a == b ? 4 : 0)) < 1e-5)
            }
        }
        #expect(InitialValues.draw(parameter, key: RandomKey(seed: 9)).values.map { Double($0) } != values)
    }

    @Test func constants() {
        let parameter = Parameter(name: "bias", shape: [3], initializer: Constant(value: 0.25).distribution(of: [3]))
        #expect(InitialValues.draw(parameter, key: key).values == [0.25, 0.25, 0.25])
    }

    @Test func zerosAndOnes() {
        let parameters = BatchNormalization().parameters(for: Shape([4, 4, 2]))
        #expect(parameters.map { InitialValues.draw($0, key: key).values } == [[1, 1], [0, 0], [0, 0], [1, 1]])
    }

    /// A layer's values depend on its place and the key, and not on the layers after it.
    @Test func eachParameterHasItsOwnKey() throws {
        let layers = [Flatten(), Dense(units: 3), Dense(units: 3), Dense(units: 3)] as [any Layer]
        func network(_ count: Int) throws -> NetworkDefinition {
            try NetworkDefinition(
                input: Shape([1, 1, 3]),
                layers: layers.prefix(count).enumerated().map { ("layer_\($0)", try #require(OneOf<LayerFamily>($1))) })
        }
        let long = InitialValues.draw(try network(4), key: key)
        #expect(Array(long.prefix(4)) == InitialValues.draw(try network(3), key: key))
        #expect(long[0] != long[2])
        #expect(long[0] != InitialValues.draw(try network(4), key: RandomKey(seed: 2))[0])
    }
}

/// An initializer with what a kernel of 3 x 3, 40 inputs and 60 outputs must look like.
struct InitializerCase: Sendable {
    var kind: any InitializerKind
    var mean = 0.0
    var variance: Double
    /// The farthest from the mean that a value may be.
    var reach: Double

    /// Evenly spread draws reach sqrt(3) deviations; truncated ones two of the deviations before what is cut off, each 1 / 0.8796 of theirs.
    static let all: [InitializerCase] = {
        let (inputs, outputs) = (360.0, 540.0)
        func even(_ kind: any InitializerKind, _ variance: Double) -> InitializerCase {
            InitializerCase(kind: kind, variance: variance, reach: (3 * variance).squareRoot())
        }
        func cut(_ kind: any InitializerKind, _ variance: Double) -> InitializerCase {
            InitializerCase(kind: kind, variance: variance, reach: 2 * variance.squareRoot() / 0.87962566103423978)
        }
        return [
            even(GlorotUniform(), 2 / (inputs + outputs)), even(HeUniform(), 2 / inputs), even(LecunUniform(), 1 / inputs),
            cut(GlorotNormal(), 2 / (inputs + outputs)), cut(HeNormal(), 2 / inputs), cut(LecunNormal(), 1 / inputs),
            even(VarianceScaling(scale: 3, mode: .fanOut, distribution: .uniform), 3 / outputs),
            cut(VarianceScaling(scale: 3, mode: .fanAvg), 3 / 450),
            InitializerCase(
                kind: VarianceScaling(scale: 3, distribution: .untruncatedNormal), variance: 3 / inputs, reach: .infinity),
            InitializerCase(kind: RandomUniform(minval: 1, maxval: 3), mean: 2, variance: 4.0 / 12, reach: 1),
            InitializerCase(kind: RandomNormal(mean: 1, stddev: 0.5), mean: 1, variance: 0.25, reach: .infinity),
            // The variance of the bell curve without what lies beyond two deviations is 0.7737 of it.
            InitializerCase(
                kind: TruncatedNormal(mean: 1, stddev: 0.5), mean: 1, variance: 0.25 * 0.87962566103423978 * 0.87962566103423978,
                reach: 1),
        ]
    }()
}
