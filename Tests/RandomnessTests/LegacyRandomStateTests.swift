import Foundation
import Randomness
import TestSupport
import Testing

/// Against NumPy itself: see `Tests/Fixtures/randomness/make_legacy.py`.
@Suite struct LegacyRandomStateTests {
    struct Entry: Decodable, CustomTestStringConvertible {
        var seed: UInt32
        var random: [Double]
        var uniform: [Double]
        var permutations: [[Int]]
        var choices: [[Int]]
        var signs: [Int]
        var last: Double
        var reseeded: [Int]
        var testDescription: String { "seed \(seed)" }
    }

    static let entries: [Entry] = {
        let data = try? Data(contentsOf: Fixtures.url("randomness/legacy.json"))
        return data.flatMap { try? JSONDecoder().decode([Entry].self, from: $0) } ?? []
    }()

    @Test func thereAreFixtures() { #expect(Self.entries.count == 5) }

    /// One stream, in the order of the script: a draw too many or too few anywhere shows in all that follows.
    @Test(arguments: entries) func replays(_ entry: Entry) {
        var state = LegacyRandomState(seed: entry.seed)
        #expect(entry.random.map { _ in state.random() } == entry.random)
        #expect(entry.uniform.map { _ in state.uniform(-30, 30) } == entry.uniform)
        #expect(entry.permutations.map { state.permutation($0.count) } == entry.permutations)
        #expect(entry.choices.map { [$0[0], state.below($0[0])] } == entry.choices)
        #expect(entry.signs.map { _ in state.below(2) == 0 ? -1 : 1 } == entry.signs)
        #expect(state.next() == entry.last)
        var reseeded = LegacyRandomState(seed: entry.seed &+ 3)
        #expect(reseeded.permutation(9) == entry.reseeded)
    }

    @Test func boundsOutsideItsRangeDoNotTrap() {
        var state = LegacyRandomState(seed: 1)
        #expect(state.below(-4) == 0)
        #expect(state.permutation(-1).isEmpty)
        #expect(state.below(.max) <= Int(UInt32.max))
    }
}
