import Engine
import Network

/// The backward halves of a program's stages, played from the last to the first: gradients meet where a value had several readers.
struct Tape {
    /// From gradients of an output to those of the inputs; nil where nothing below needs one.
    typealias Backward = ([ProgramTensor]) throws(EngineError) -> [ProgramTensor?]

    /// A part of a stage's backward pass.
    struct Entry {
        /// What it promises.
        var use: GradientUse
        var run: Backward
    }

    /// What one stage has put down, in the order of its forward pass.
    struct Segment {
        /// The layer whose output's gradient it takes.
        let output: Int
        /// The layers whose outputs' gradients it gives, and whether they are wanted.
        let sources: [(layer: Int, isWanted: Bool)]
        var entries: [Entry] = []
    }

    /// In the order of the forward pass.
    private(set) var segments: [Segment] = []

    /// Begins the segment of a stage.
    mutating func begin(output: Int, sources: [(layer: Int, isWanted: Bool)]) {
        segments.append(Segment(output: output, sources: sources))
    }

    /// Appends to the segment that was begun last.
    mutating func append(_ entry: Entry) {
        guard !segments.isEmpty else { return }
        segments[segments.count - 1].entries.append(entry)
    }
}

/// What a backward pass does with the gradient that it is given.
struct GradientUse: OptionSet {
    let rawValue: Int

    /// It applies what a normalization above left to it.
    static let takesSlope = GradientUse(rawValue: 1)
    /// It only reads the gradient, which others may hold too.
    static let keepsGradient = GradientUse(rawValue: 2)
    /// It takes the gradients of all readers, adds them up itself, and changes none that is shared.
    static let takesParts = GradientUse(rawValue: 4)
}

extension ProgramBuilder {
    /// Puts the backward half of a layer on the tape; it returns nil where nothing below needs a gradient.
    ///
    /// - Parameters:
    ///   - takesSlope: Whether it applies what a normalization above left to it.
    ///   - keepsGradient: Whether it leaves the gradient as it is; otherwise it may change it in its place, and is given a copy where
    ///     others hold it too.
    func onBackward(
        takesSlope: Bool = false, keepsGradient: Bool = false,
        _ backward: @escaping (ProgramTensor) throws(EngineError) -> ProgramTensor?
    ) {
        var use: GradientUse = takesSlope ? .takesSlope : []
        if keepsGradient { use.insert(.keepsGradient) }
        tape.append(Tape.Entry(use: use) { (parts) throws(EngineError) in [try backward(parts[0])] })
    }

    /// Puts the backward half of a layer of several inputs on the tape: it gives the gradient of each.
    func onBackwardToAll(
        keepsGradient: Bool = false, _ backward: @escaping (ProgramTensor) throws(EngineError) -> [ProgramTensor?]
    ) {
        tape.append(
            Tape.Entry(use: keepsGradient ? .keepsGradient : []) { (parts) throws(EngineError) in try backward(parts[0]) })
    }

    /// Puts the backward half of a layer on the tape that is given what each reader wants, at least one gradient, and gives one for each
    /// of its inputs; none of them may be changed in its place where it is shared.
    func onJoinedBackward(_ backward: @escaping Tape.Backward) { tape.append(Tape.Entry(use: .takesParts, run: backward)) }

    /// Plays the tape from the gradient of the last value on.
    func playBackward(_ gradient: ProgramTensor, of last: Int) throws(EngineError) {
        var arrived: [Int: [ProgramTensor]] = [last: [gradient]]
        for segment in tape.segments.reversed() {
            guard let parts = arrived.removeValue(forKey: segment.output) else { continue }
            let name = segment.output < network.layers.count ? network.layers[segment.output].name : "loss"
            for (source, gradients) in zip(segment.sources, try play(segment, parts, layer: name)) {
                if source.isWanted, !gradients.isEmpty { arrived[source.layer, default: []] += gradients }
            }
        }
    }

    /// Plays one stage's part; gives the gradients of each input.
    private func play(
        _ segment: Tape.Segment, _ parts: [ProgramTensor], layer: String
    ) throws(EngineError) -> [[ProgramTensor]] {
        var parts = parts
        for (index, entry) in segment.entries.enumerated().reversed() {
            if !entry.use.contains(.takesParts) {
                var gradient = try joined(parts, layer: layer)
                if !entry.use.contains(.takesSlope) { gradient = settledGradient(gradient) }
                if !entry.use.contains(.keepsGradient) { gradient = owned(gradient, layer: layer) }
                parts = [gradient]
            }
            let results = try entry.run(parts)
            if index == 0 { return results.map { [$0].compactMap { $0 } } }
            guard let next = results.first ?? nil else { return [] }
            parts = [next]
        }
        // A stage that does nothing hands on what it is given.
        return [parts]
    }
}
