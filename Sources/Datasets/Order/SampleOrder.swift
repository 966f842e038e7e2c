/// Which samples a batch holds, in order; remembers the last permutation, as batches of one pass follow each other.
struct SampleOrder {
    private var drawn: (pass: Int, order: [Int])?

    /// The samples of a batch, where `permutation` draws the order of its pass.
    mutating func samples(
        of reference: BatchReference, in schedule: EpochSchedule, permutation: (BatchReference) -> [Int]
    ) -> [Int] {
        let start = reference.batch * schedule.batchSize
        let range = min(start, schedule.samples)..<min(start + schedule.batchSize, schedule.samples)
        guard schedule.shuffle else { return Array(range) }
        if let drawn, drawn.pass == reference.pass { return Array(drawn.order[range]) }
        let order = permutation(reference)
        drawn = (reference.pass, order)
        return Array(order[range])
    }

    /// The same with the stateless draws of the schedule's key.
    mutating func samples(of reference: BatchReference, in schedule: EpochSchedule) -> [Int] {
        samples(of: reference, in: schedule) { schedule.key.with("order").with($0.pass).permutation(schedule.samples) }
    }
}
