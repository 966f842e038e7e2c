import Foundation
import Network
import Randomness
import TestSupport
import Testing

@testable import Datasets

@Suite struct EpochScheduleTests {
    private let key = RandomKey(seed: 4).with("test")

    private func schedule(
        _ use: EpochSchedule.Use, samples: Int, batch: Int = 3, steps: Int?, shuffle: Bool = true, _ profile: Semantics.Profile
    ) -> EpochSchedule {
        EpochSchedule(
            use, samples: samples, batchSize: batch, steps: steps, shuffle: shuffle, semantics: Semantics(profile), key: key)
    }

    /// What fits and evaluations of each era's own Keras saw; see `make_epochs.py`.
    private struct Recorded: Decodable {
        struct Seen: Decodable {
            var batch: Int
            var samples: [Int]
        }
        struct Fit: Decodable {
            var samples, batch, epochs, validation_samples: Int
            var steps, validation_steps: Int?
            var shuffle: Bool
            var train, validation: [[Seen]]
        }
        struct Evaluation: Decodable {
            var samples, batch: Int
            var steps: Int?
            var seen: [Seen]
        }
        var fits: [Fit]
        var evaluations: [Evaluation]
    }

    private func recorded(_ profile: Semantics.Profile) throws -> Recorded {
        try JSONDecoder().decode(
            Recorded.self, from: Data(contentsOf: Fixtures.url("datasets/epochs_\(profile.rawValue).json")))
    }

    /// The permutations are each side's own; how long epochs are, which places they cover and what a permutation spans must agree.
    private func expectAlike(_ theirs: [[Recorded.Seen]], _ schedule: EpochSchedule, inOrder: Bool, isAhead: Bool = false) {
        let epochs = theirs.indices.map(schedule.epoch)
        #expect(epochs.map(\.count) == theirs.map(\.count))
        if inOrder { #expect(epochs.map { $0.map(\.batch) } == theirs.map { $0.map(\.batch) }) }
        var order = SampleOrder()
        let ours = epochs.map { $0.map { order.samples(of: $0, in: schedule) } }
        var passes: [Int: [Recorded.Seen]] = [:]
        for (reference, seen) in zip(epochs.joined(), theirs.joined()) { passes[reference.pass, default: []].append(seen) }
        for seen in passes.values where !isAhead {
            // Nothing comes twice within what is one permutation here, and a whole one holds everything.
            #expect(Set(seen.map(\.batch)).count == seen.count)
            #expect(Set(seen.flatMap(\.samples)).count == seen.flatMap(\.samples).count)
            if seen.count == schedule.batches { #expect(seen.flatMap(\.samples).count == schedule.samples) }
        }
        // As many epochs repeat the one before, sample for sample, as in Keras; which shuffles the batches of a training even where
        // `shuffle` is false, and here they are not.
        guard inOrder || schedule.shuffle else { return }
        func repeats(_ epochs: [[[Int]]]) -> Int { zip(epochs, epochs.dropFirst()).count { $0 == $1 } }
        #expect(repeats(ours) == repeats(theirs.map { $0.map(\.samples) }))
    }

    @Test(arguments: Semantics.Profile.allCases) func epochsAreThoseOfKeras(_ profile: Semantics.Profile) throws {
        for fit in try recorded(profile).fits {
            let train = schedule(
                .training, samples: fit.samples, batch: fit.batch, steps: fit.steps, shuffle: fit.shuffle, profile)
            // Keras 3 has a batch or two of the old permutation ready when it draws the new one.
            expectAlike(fit.train, train, inOrder: false, isAhead: profile == .keras3)
            let validation = schedule(
                .validation, samples: fit.validation_samples, batch: fit.batch, steps: fit.validation_steps, shuffle: fit.shuffle,
                profile)
            expectAlike(fit.validation, validation, inOrder: true)
            // tf.keras stops where an epoch runs out of data; the trainer does so here.
            let runsOut = profile == .tfKeras215 && fit.steps ?? 0 > train.batches
            #expect(fit.train.count == (runsOut ? 1 : fit.epochs))
        }
        for evaluation in try recorded(profile).evaluations {
            let schedule = schedule(
                .evaluation, samples: evaluation.samples, batch: evaluation.batch, steps: evaluation.steps, profile)
            expectAlike([evaluation.seen], schedule, inOrder: true)
        }
    }

    /// Each switch alone turns an era's schedule into that of the era that has it so.
    @Test func switchesAreTurnedAlone() {
        func places(_ use: EpochSchedule.Use, _ steps: Int, _ turn: (inout Semantics) -> Void) -> [[Int]] {
            var semantics = Semantics(.tfKeras215)
            turn(&semantics)
            let schedule = EpochSchedule(
                use, samples: 10, batchSize: 2, steps: steps, shuffle: true, shufflesBatches: false, semantics: semantics,
                key: key)
            return (0..<3).map { schedule.epoch($0).map(\.batch) }
        }
        #expect(places(.training, 3) { $0.epochEnd = .restart } == [[0, 1, 2], [0, 1, 2], [0, 1, 2]])
        #expect(places(.training, 3) { $0.epochEnd = .wrap } == [[0, 1, 2], [3, 4, 0], [1, 2, 3]])
        #expect(places(.training, 3) { $0.epochEnd = .truncate } == [[0, 1, 2], [3, 4], [0, 1, 2]])
        #expect(places(.validation, 3) { $0.validationWindow = .restart } == [[0, 1, 2], [0, 1, 2], [0, 1, 2]])
        #expect(places(.validation, 3) { $0.validationWindow = .rolling } == [[0, 1, 2], [3, 4, 0], [1, 2, 3]])
        for use in [EpochSchedule.Use.evaluation, .validation] {
            #expect(places(use, 7) { $0.evaluationEnd = .stop }[0] == [0, 1, 2, 3, 4])
            #expect(places(use, 7) { $0.evaluationEnd = .wrap }[0] == [0, 1, 2, 3, 4, 0, 1])
        }
    }

    /// Each epoch is the first batches of a new permutation, in an order of their own.
    @Test func tfKerasRestarts() {
        let train = schedule(.training, samples: 29, steps: 3, .tfKeras215)
        let epochs = (0..<6).map(train.epoch)
        #expect(epochs.map(\.count) == [3, 3, 3, 3, 3, 3])
        #expect(epochs.enumerated().allSatisfy { epoch, references in references.allSatisfy { $0.pass == epoch } })
        #expect(epochs.joined().map(\.number) == Array(0..<18))
        #expect(Set(epochs.map { $0.map(\.batch) }).count > 1)
        #expect(schedule(.training, samples: 29, steps: 12, .tfKeras215).epoch(0).count == 10)
    }

    /// 10 batches, 3 steps: 3, 3, 3, 1; each epoch is cut from a permutation of its own, numbers run on.
    @Test func keras3PermutesAfterEachEpoch() {
        let train = schedule(.training, samples: 29, steps: 3, .keras3)
        let epochs = (0..<5).map(train.epoch)
        #expect(epochs.map(\.count) == [3, 3, 3, 1, 3])
        #expect(epochs.enumerated().allSatisfy { epoch, references in references.allSatisfy { $0.pass == epoch } })
        #expect(epochs.joined().map(\.number) == Array(0..<13))
        #expect(epochs.map { $0[0].passStart } == [0, 3, 6, 9, 10])
    }

    /// One endless stream: each pass has all batches once, in an order of its own, and epochs begin where the last one ended.
    @Test func keras224Wraps() {
        let train = schedule(.training, samples: 29, steps: 7, .keras224)
        let stream = (0..<20).flatMap(train.epoch)
        #expect(stream.map(\.number) == Array(0..<140))
        #expect(stream.map(\.pass) == (0..<140).map { $0 / 10 })
        for pass in 0..<14 {
            let batches = stream.filter { $0.pass == pass }
            #expect(batches.map(\.batch).sorted() == Array(0..<10))
            #expect(Set(batches.map(\.passStart)) == [pass * 10])
        }
        #expect(stream.prefix(10).map(\.batch) != stream[10..<20].map(\.batch))
        // 85 steps on one batch are 85 repeats (§4.5).
        let single = schedule(.training, samples: 3, steps: 85, .keras224).epoch(1)
        #expect(single.count == 85 && Set(single.map(\.batch)) == [0] && single[0].pass == 85)
    }

    @Test func keras224ValidationRolls() {
        let validation = schedule(.validation, samples: 29, steps: 7, .keras224)
        #expect(validation.epoch(0).map(\.batch) == [0, 1, 2, 3, 4, 5, 6])
        #expect(validation.epoch(1).map(\.batch) == [7, 8, 9, 0, 1, 2, 3])
        #expect(validation.epoch(1).map(\.pass) == [0, 0, 0, 1, 1, 1, 1])
        #expect(validation.epoch(0).map(\.pass) == [Int](repeating: 0, count: 7))
    }

    @Test func evaluationsWrapOrStop() {
        #expect(schedule(.evaluation, samples: 29, steps: nil, .keras224).epoch(0).count == 10)
        let wrapped = schedule(.evaluation, samples: 29, steps: 25, .keras224).epoch(0)
        #expect(wrapped.map(\.batch) == (0..<25).map { $0 % 10 } && wrapped.map(\.pass) == (0..<25).map { $0 / 10 })
        #expect(schedule(.evaluation, samples: 29, steps: 25, .keras3).epoch(0).map(\.batch) == Array(0..<10))
        #expect(schedule(.evaluation, samples: 29, steps: 4, .keras3).epoch(0).map(\.batch) == [0, 1, 2, 3])
    }

    @Test func inOrderIsTheIndex() {
        let plain = schedule(.inOrder, samples: 8, steps: 1, .keras224)
        var order = SampleOrder()
        #expect(plain.epoch(0).map { order.samples(of: $0, in: plain) } == [[0, 1, 2], [3, 4, 5], [6, 7]])
    }

    @Test func samplesOfAPassAreAPermutation() {
        for profile in Semantics.Profile.allCases {
            let train = schedule(.training, samples: 29, steps: nil, profile)
            var (order, passes): (SampleOrder, Set<[Int]>) = (SampleOrder(), [])
            for epoch in 0..<4 {
                let batches = train.epoch(epoch).map { order.samples(of: $0, in: train) }
                #expect(batches.joined().sorted() == Array(0..<29))
                #expect(batches.map(\.count).sorted() == [2] + [Int](repeating: 3, count: 9))
                passes.insert(Array(batches.joined()))
            }
            #expect(passes.count == 4)
        }
        let fixed = schedule(.training, samples: 8, steps: nil, shuffle: false, .keras3)
        var order = SampleOrder()
        #expect(fixed.epoch(3).flatMap { order.samples(of: $0, in: fixed) } == Array(0..<8))
    }
}
