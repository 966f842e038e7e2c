import Randomness
import Testing

@Suite struct StatelessDrawsTests {
    private let key = RandomKey(seed: 5).with(9)

    @Test func itsDrawsAreThoseOfTheKeyInOrder() {
        var draws = StatelessDraws(key: key)
        #expect(draws.next() == key.uniform(0))
        #expect(draws.below(10) == key.below(10, 1))
        #expect(draws.below(1) == 0)
        #expect(draws.next() == key.uniform(2))
        #expect(draws.uniform(-3, 5) == -3 + 8 * key.uniform(3))
    }

    @Test func copiesGoOnByThemselves() {
        var first = StatelessDraws(key: key)
        _ = first.next()
        var second = first
        #expect(first.next() == second.next())
    }
}
