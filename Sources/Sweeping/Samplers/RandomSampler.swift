import Plan
import Randomness

/// Points drawn independently of each other, each part of every interval as likely (Bergstra and Bengio 2012). No point comes twice.
struct RandomSampler: Sampler {
    let space: SearchSpace
    let key: RandomKey

    init(_ space: SearchSpace, key: RandomKey) {
        self.space = space
        self.key = key
    }

    var count: Int? { nil }

    func horizon(_ index: Int) -> Int { 0 }

    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? {
        NewPoints(space, after: results, pending).uniform(key.with(index))
    }
}
