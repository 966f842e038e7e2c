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

    /// What one fit of real Keras 3 saw; see `make_keras3_epochs.py`.
    private struct Recorded: Decodable {
        struct Seen<Value: Decodable>: Decodable {
            var train: [[Value]]
            var validation: [[Value]]
        }
        struct Case: Decodable {
            var samples, batch, epochs, validation_samples: Int
            var steps, validation_steps: Int?
            var shuffle: Bool
            var places, sizes: Seen<Int>
            var distinct_validation_samples: [Int]
            var validation_orders: Int
        }
        var cases: [Case]
    }

    @Test func epochsAreThoseOfKeras3() throws {
        let recorded = try JSONDecoder().decode(
            Recorded.self, from: Data(contentsOf: Fixtures.url("datasets/keras3_epochs.json")))
        for fit in recorded.cases {
            let train = schedule(
                .training, samples: fit.samples, batch: fit.batch, steps: fit.steps, shuffle: fit.shuffle, .keras3)
            #expect((0..<fit.epochs).map { train.epoch($0).count } == fit.places.train.map(\.count))
            // A round is complete where Keras's is: all places seen once, over the same epochs.
            var (ours, theirs): ([Int], [Int]) = ([], [])
            for epoch in 0..<fit.epochs {
                ours += train.epoch(epoch).map(\.batch)
                theirs += fit.places.train[epoch]
                #expect((ours.sorted() == Array(0..<train.batches)) == (theirs.sorted() == Array(0..<train.batches)))
                if ours.count == train.batches { (ours, theirs) = ([], []) }
            }
            let validation = schedule(
                .validation, samples: fit.validation_samples, batch: fit.batch, steps: fit.validation_steps, shuffle: fit.shuffle,
                .keras3)
            var orders: Set<[Int]> = []
            for epoch in 0..<fit.epochs {
                let references = validation.epoch(epoch)
                #expect(references.map(\.batch) == fit.places.validation[epoch])
                var order = SampleOrder()
                let samples = references.map { order.samples(of: $0, in: validation) }
                #expect(samples.map(\.count) == fit.sizes.validation[epoch])
                #expect(Set(samples.joined()).count == fit.distinct_validation_samples[epoch])
                orders.insert(Array(samples.joined()))
            }
            #expect(orders.count == fit.validation_orders)
        }
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
