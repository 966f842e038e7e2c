import Plan
import Synchronization

/// Every point of a space, one after another.
final class GridSampler: Sampler {
    private let space: SearchSpace
    /// The points as far as anyone asked; enumerated once, as an index does not tell where constraints left points out.
    private let known: Mutex<(points: [Assignment], rest: AnyIterator<Assignment>)>

    init(_ space: SearchSpace) {
        self.space = space
        var rest = space.gridPoints().makeIterator()
        known = Mutex(([], AnyIterator { rest.next() }))
    }

    var count: Int? { space.gridCount ?? 0 }

    func horizon(_ index: Int) -> Int { 0 }

    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? {
        known.withLock { known in
            while known.points.count <= index {
                guard let next = known.rest.next() else { return nil }
                known.points.append(next)
            }
            return known.points[index]
        }
    }
}
