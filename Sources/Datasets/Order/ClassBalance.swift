import Randomness

/// Samples of which each class comes equally often: the classes by turns, and within a class each sample once before any comes again.
///
/// Draw n of the endless sequence belongs to class n mod k, of k classes. It is the next one of the class's own order, which is drawn
/// anew each time that all its samples have come: a pure function of the key and n.
public struct ClassBalance: Sendable {
    /// The samples of each class; classes without any are left out.
    let classes: [[Int]]

    /// Balances samples by their labels.
    public init(labels: [Int]) {
        let groups = Dictionary(grouping: labels.indices, by: { labels[$0] })
        classes = groups.sorted { $0.key < $1.key }.map(\.value)
    }

    /// A sample, and how often it had come before.
    struct Draw: Hashable {
        var sample: Int
        var round: Int
    }
}

/// Draws by a balance; remembers each class's last order, as draws follow each other.
struct BalancedOrder {
    private var drawn: [Int: (round: Int, order: [Int])] = [:]

    /// The draws of a batch.
    mutating func draws(
        of reference: BatchReference, in schedule: EpochSchedule, by balance: ClassBalance
    ) -> [ClassBalance.Draw] {
        let start = reference.batch * schedule.batchSize
        let range = min(start, schedule.samples)..<min(start + schedule.batchSize, schedule.samples)
        let before = reference.pass * schedule.samples
        let count = max(balance.classes.count, 1)
        return range.map { place in
            let (turn, number) = (before + place).quotientAndRemainder(dividingBy: count)
            let samples = balance.classes[number]
            let (round, index) = turn.quotientAndRemainder(dividingBy: samples.count)
            if drawn[number]?.round != round {
                let key = schedule.key.with("balanced").with(number).with(round)
                drawn[number] = (round, key.permutation(samples.count))
            }
            return ClassBalance.Draw(sample: samples[drawn[number]?.order[index] ?? index], round: round)
        }
    }
}
