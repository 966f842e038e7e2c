import Plan
import Randomness
import Synchronization

/// The points of a scrambled Sobol sequence that satisfy the constraints, in its order. No point comes twice.
///
/// Their number may be any; sets of 2, 4, 8, … are the evenest.
final class SobolSampler: Sampler {
    private let space: SearchSpace
    private let sequence: SobolSequence?
    private let key: RandomKey
    /// What is known as far as anyone asked: an index does not tell how many points of the sequence were left out before it.
    private let known: Mutex<Known>

    private struct Known {
        var points: [Assignment] = []
        /// The next index in the sequence.
        var next = 0
        /// Points without a number of an interval, which would come again.
        var seen: Set<Assignment> = []
        /// Nothing more was found.
        var isAtEnd = false
    }

    init(_ space: SearchSpace, extra: [Assignment], key: RandomKey) {
        self.space = space
        self.key = key
        sequence = SobolSequence(dimensions: space.parameters.count)
        known = Mutex(Known(seen: Set(extra)))
    }

    var count: Int? { nil }

    func horizon(_ index: Int) -> Int { 0 }

    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? {
        known.withLock { known in
            while known.points.count <= index && !known.isAtEnd { findNext(&known) }
            return index < known.points.count ? known.points[index] : nil
        }
    }

    private func findNext(_ known: inout Known) {
        let new = NewPoints(space, after: [], [])
        let end = min(known.next + 10 * NewPoints.tries, SobolSequence.length)
        while let sequence, known.next < end {
            let point = space.assignment(unit: sequence.scrambled(known.next, key: key))
            known.next += 1
            guard new.contains(point), known.seen.insert(point).inserted else { continue }
            known.points.append(point)
            return
        }
        // In a small space the last few are found by looking at all.
        if let count = space.gridCount, count <= NewPoints.enumerable {
            for point in space.gridPoints() where known.seen.insert(point).inserted { known.points.append(point) }
        }
        known.isAtEnd = true
    }
}
