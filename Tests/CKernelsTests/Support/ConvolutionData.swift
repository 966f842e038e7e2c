import TestSupport

/// Numbers for a case: activations channels last, weights as Keras has them, drawn from the case's name.
struct ConvolutionData: Sendable {
    var x: [Float]
    var scale: [Float]?
    var shift: [Float]?
    var weights: [Float]
    var bias: [Float]?
    var outScale: [Float]?
    var outShift: [Float]?
    var pivot: [Float]
    var gradient: [Float]
    var byGradient: [Float]?
    var byValue: [Float]?
    var byOne: [Float]?
    var mean: [Float]

    init(_ example: ConvolutionCase) {
        var generator = SeededGenerator(seed: example.name.utf8.reduce(17) { $0 &* 31 &+ UInt64($1) })
        func draw(_ count: Int, _ range: ClosedRange<Float> = -1...1) -> [Float] {
            (0..<count).map { _ in Float.random(in: range, using: &generator) }
        }
        let (from, to) = (example.inChannels, example.outChannels)
        x = draw(example.samples * example.height * example.width * from)
        // About as large as Keras's initial values, so that results are about as large as inputs.
        let limit = Float(6.0 / Double(example.weightsOfAnOutput + example.window[0] * example.window[1] * to)).squareRoot()
        weights = draw(example.weightCount, -limit...limit)
        bias = example.fusions.contains(.bias) ? draw(to, -0.25...0.5) : nil
        scale = example.fusions.contains(.inputScale) ? draw(from, 0.5...1.5) : nil
        shift = example.fusions.contains(.inputScale) ? draw(from) : nil
        outScale = example.fusions.contains(.outputScale) ? draw(to, 0.5...1.5) : nil
        outShift = example.fusions.contains(.outputScale) ? draw(to) : nil
        pivot = draw(to, 0...0.5)
        gradient = draw(example.samples * example.endHeight * example.endWidth * to)
        byGradient = example.fusions.contains(.normalization) ? draw(to, 0.5...1.5) : nil
        byValue = example.fusions.contains(.normalization) ? draw(to, -0.5...0.5) : nil
        byOne = example.fusions.contains(.normalization) ? draw(to, -0.25...0.25) : nil
        mean = draw(from, -0.25...0.25)
    }
}
