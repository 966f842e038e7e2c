import Network

/// Whether a published share can be measured at all: hits over a number of decisions lie on a grid, and rounding to the printed
/// digits must meet one of its points.
///
/// Over 624 images 83.09 % is 1037/1248, which two outputs counted one by one can give, and no count of images.
public struct Attainability: Codable, Hashable, Sendable {
    /// Another way of measuring that would give the figure.
    public struct Reading: Codable, Hashable, Sendable {
        /// Batches that it takes; nil for one pass.
        public var steps: Int?
        /// Samples that it sees.
        public var samples: Int
        /// Outputs counted for each sample.
        public var outputs: Int
        /// Hits that round to the figure.
        public var hits: Int

        /// Creates a reading.
        public init(steps: Int? = nil, samples: Int, outputs: Int, hits: Int) {
            self.steps = steps
            self.samples = samples
            self.outputs = outputs
            self.hits = hits
        }
    }

    /// Whether some number of hits rounds to the figure.
    public var isAttainable: Bool
    /// Samples that the step sees; one that comes twice counts twice.
    public var samples: Int
    /// Outputs counted for each sample: all of them where each counts by itself, else 1.
    public var outputs: Int
    /// The hits that round to the figure, nearest to it; nil where none do.
    public var hits: Int?
    /// Where none do: the shares next to the figure, the lower one first.
    public var nearest: [Double]?
    /// Where none do: other ways of measuring that would give the figure; nil where none is known.
    public var readings: [Reading]?

    /// The decisions counted in all.
    public var decisions: Int { Limits.product([samples, outputs]) }

    /// Looks for hits over `samples` x `outputs` that round to a figure.
    public init(of figure: PublishedValue, samples: Int, outputs: Int) {
        self.samples = samples
        self.outputs = outputs
        let count = Double(Limits.product([samples, outputs]))
        hits = Self.hits(of: figure, of: count)
        isAttainable = hits != nil
        if hits == nil {
            let place = figure.value * count
            nearest = [place.rounded(.down), place.rounded(.up)].filter { (0...count).contains($0) }.map { $0 / count }
        }
    }

    /// The same on a grid, with other ways of measuring where the figure is not on it.
    public init(of figure: PublishedValue, on grid: ClaimGrid) {
        self.init(of: figure, samples: grid.samples, outputs: grid.outputs)
        guard !isAttainable else { return }
        let found = grid.others.compactMap { other in
            let count = Double(Limits.product([other.samples, other.outputs]))
            return Self.hits(of: figure, of: count).map {
                Reading(steps: other.steps, samples: other.samples, outputs: other.outputs, hits: $0)
            }
        }
        readings = found.isEmpty ? nil : found
    }

    /// The whole number nearest to the figure's share of `count` among those that round to the figure.
    private static func hits(of figure: PublishedValue, of count: Double) -> Int? {
        // Beyond this, doubles do not tell one hit from the next.
        guard count >= 1, count < 1e12 else { return nil }
        let range = figure.range
        let best = min(max((figure.value * count).rounded(), 0), count)
        return range.contains(best / count) ? Int(best) : nil
    }

    /// The figure among the hits: `977/1248`; `no` where it cannot be measured.
    public var text: String { hits.map { "\($0)/\(decisions)" } ?? "no" }

    /// Why the figure cannot be measured, and how it could be; nil where it can.
    ///
    /// `78.25% is not attainable over 624 images (nearest 78.21%, 78.29%); it would be over 1600 images in 100 steps (2504/3200,
    /// element-wise)`.
    public func objection(to figure: PublishedValue) -> String? {
        guard let nearest else { return nil }
        let near = nearest.map(figure.textAsPrinted).joined(separator: ", ")
        let start = "\(figure.text) is not attainable over \(Self.images(samples))\(Self.manner(outputs)) (nearest \(near))"
        return readings?.first.map { start + "; " + $0.text } ?? start
    }

    fileprivate static func images(_ count: Int) -> String { "\(count) image\(count == 1 ? "" : "s")" }
    fileprivate static func manner(_ outputs: Int) -> String { outputs > 1 ? ", element-wise" : "" }
}

extension Attainability.Reading {
    /// `it would be over 1600 images in 100 steps (2504/3200, element-wise)`.
    var text: String {
        let pace = steps.map { " in \($0) steps" } ?? ""
        let decisions = Limits.product([samples, outputs])
        return "it would be over \(Attainability.images(samples))\(pace) "
            + "(\(hits)/\(decisions)\(Attainability.manner(outputs)))"
    }
}
