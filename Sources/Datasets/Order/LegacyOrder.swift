import Randomness

/// The order of samples that keras-preprocessing 1.1.0's `DirectoryIterator.next()` draws from NumPy's legacy stream.
///
/// Before each batch the stream is seeded with seed + batches seen; where a pass begins, the permutation comes from it first, and the
/// draws of the batch's augmentations follow. `fit_generator` calls `__getitem__` instead, which permutes once with whatever state the
/// global stream has after each pass: with worker threads that is not reproducible there, so `next()` is what is replayed.
enum LegacyOrder {
    /// The samples of a batch, and the stream as its augmentations find it.
    static func samples(
        of reference: BatchReference, in schedule: EpochSchedule, seed: Int, order: inout SampleOrder
    ) -> ([Int], LegacyRandomState) {
        var state = LegacyRandomState(seed: UInt32(truncatingIfNeeded: seed &+ reference.number))
        guard schedule.shuffle else { return (order.samples(of: reference, in: schedule), state) }
        if reference.number == reference.passStart {
            let permutation = state.permutation(schedule.samples)
            return (order.samples(of: reference, in: schedule) { _ in permutation }, state)
        }
        let samples = order.samples(of: reference, in: schedule) { reference in
            var first = LegacyRandomState(seed: UInt32(truncatingIfNeeded: seed &+ reference.passStart))
            return first.permutation(schedule.samples)
        }
        return (samples, state)
    }
}
