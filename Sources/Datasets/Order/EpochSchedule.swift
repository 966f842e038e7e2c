import Network
import Randomness

/// Which batches each epoch sees: a pure function of the epoch's number, so that a run can be taken up anywhere.
///
/// Rules: Keras 2.2.4 and 2.3.1 `engine/training_generator.py` with `utils/data_utils.py` (one endless stream), tf.keras 2.15
/// `engine/data_adapter.py` (each epoch is a new iterator) and Keras 3 `trainers/epoch_iterator.py` with `py_dataset_adapter.py` (an
/// epoch ends with the pass), chosen by the semantics' switches.
public struct EpochSchedule: Sendable {
    /// What the batches are for.
    public enum Use: String, Sendable {
        /// The training data of a fit: `epochEnd` rules, and the order of batches is shuffled as well as that of samples.
        case training
        /// The validation data of a fit, once an epoch: `validationWindow` rules.
        case validation
        /// A pass of its own, of `steps` batches where given.
        case evaluation
        /// One pass in the order of the index, whatever `shuffle` says: predictions.
        case inOrder
    }

    /// What the batches are for.
    public let use: Use
    /// Samples in the data set, at least 1.
    public let samples: Int
    /// Samples a batch, at least 1; the last of a pass may have fewer.
    public let batchSize: Int
    /// Batches that an epoch asks for; nil is one pass. At most 2^20, so that numbers of batches never overflow.
    public let steps: Int?
    /// Whether each pass has a permutation of its own.
    public let shuffle: Bool
    /// The source of all draws that belong to this schedule.
    public let key: RandomKey
    /// How classes are balanced; nil lets each sample come once a pass.
    public let balance: ClassBalance?
    let shufflesBatches: Bool
    private let epochEnd: Semantics.EpochEnd
    private let window: Semantics.ValidationWindow
    private let evaluationEnd: Semantics.EvaluationEnd

    /// Creates a schedule; `shufflesBatches` is false for NumPy's legacy stream, whose batches come in the order of the pass.
    /// `balance` has a meaning for training only: whatever is measured is measured on all samples.
    public init(
        _ use: Use, samples: Int, batchSize: Int, steps: Int? = nil, shuffle: Bool, shufflesBatches: Bool = true,
        balance: ClassBalance? = nil, semantics: Semantics, key: RandomKey
    ) {
        self.use = use
        self.samples = max(samples, 1)
        self.batchSize = max(batchSize, 1)
        self.steps = use == .inOrder ? nil : steps.map { min(max($0, 1), 1 << 20) }
        self.shuffle = shuffle && use != .inOrder
        self.shufflesBatches = shufflesBatches && shuffle && use == .training
        self.balance = use == .training ? balance : nil
        self.key = key
        epochEnd = semantics.epochEnd
        window = semantics.validationWindow
        evaluationEnd = semantics.evaluationEnd
    }

    /// Batches in one pass over the data.
    public var batches: Int { (samples + batchSize - 1) / batchSize }

    /// The batches of an epoch (from 0), in order.
    public func epoch(_ epoch: Int) -> [BatchReference] {
        switch use {
        case .training:
            switch epochEnd {
            case .wrap: wrapped(epoch)
            case .restart: restarted(epoch, wraps: false)
            case .truncate: truncated(epoch)
            }
        case .validation where window == .rolling: wrapped(epoch)
        case .validation, .evaluation, .inOrder: restarted(epoch, wraps: evaluationEnd == .wrap)
        }
    }

    /// One endless stream of passes; an epoch is its next `steps` batches.
    private func wrapped(_ epoch: Int) -> [BatchReference] {
        let steps = steps ?? batches
        var order = RoundOrder()
        return (epoch * steps..<(epoch + 1) * steps).map { number in
            let pass = number / batches
            let batch = order.batch(number % batches, round: pass, of: self)
            return BatchReference(pass: pass, batch: batch, number: number, passStart: pass * batches)
        }
    }

    /// Rounds over the batches that epochs of `steps` cut into pieces, the last one shorter; samples are permuted for each epoch.
    private func truncated(_ epoch: Int) -> [BatchReference] {
        let steps = min(steps ?? batches, batches)
        let epochsARound = (batches + steps - 1) / steps
        let round = epoch / epochsARound
        let first = epoch % epochsARound * steps
        var order = RoundOrder()
        return (first..<min(first + steps, batches)).map { slot in
            BatchReference(
                pass: epoch, batch: order.batch(slot, round: round, of: self), number: round * batches + slot,
                passStart: round * batches + first)
        }
    }

    /// Each time the first batches of a new permutation; more than there are only where that wraps.
    private func restarted(_ epoch: Int, wraps: Bool) -> [BatchReference] {
        let wanted = steps ?? batches
        let steps = wraps ? wanted : min(wanted, batches)
        let passes = (steps + batches - 1) / batches
        var order = RoundOrder()
        return (0..<steps).map { slot in
            let pass = epoch * passes + slot / batches
            return BatchReference(
                pass: pass, batch: order.batch(slot % batches, round: pass, of: self), number: epoch * steps + slot,
                passStart: epoch * steps + slot / batches * batches)
        }
    }

    /// The shuffled order of the batches of one round, drawn once for all its batches.
    private struct RoundOrder {
        private var drawn: (round: Int, order: [Int])?

        mutating func batch(_ slot: Int, round: Int, of schedule: EpochSchedule) -> Int {
            guard schedule.shufflesBatches else { return slot }
            if drawn?.round != round {
                drawn = (round, schedule.key.with("batches").with(round).permutation(schedule.batches))
            }
            return drawn?.order[slot] ?? slot
        }
    }
}
