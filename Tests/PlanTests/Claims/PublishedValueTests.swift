import Plan
import Testing

@Suite struct PublishedValueTests {
    private let share = PublishedValue(0.7825, decimals: 4, isPercentage: true)
    private let loss = PublishedValue(0.43, decimals: 2)

    /// Both ends of what rounds to the printed digits are that figure.
    @Test func whatRoundsToIt() {
        for value in [0.78245, 0.7825, 0.78255] { #expect(share.range.contains(value)) }
        for value in [0.782449, 0.782551] { #expect(!share.range.contains(value)) }
        for value in [0.425, 0.435] { #expect(loss.range.contains(value)) }
        for value in [0.4249, 0.4351] { #expect(!loss.range.contains(value)) }
    }

    @Test func anExactNumberIsOnlyItself() {
        let third = PublishedValue(1.0 / 3, decimals: nil)
        #expect(third.range.contains(1.0 / 3) && !third.range.contains(0.33333))
    }

    @Test func texts() {
        #expect(share.text == "78.25%" && share.text(of: 0.80609) == "80.61%")
        #expect(share.text(ofDifference: 0.0236) == "+2.36 points" && share.text(ofDifference: -0.5) == "-50.00 points")
        #expect(share.text(ofDeviation: 0.0172) == "1.72 points" && loss.text(ofDeviation: 0.0185) == "0.0185")
        #expect(loss.text == "0.43" && loss.text(of: 0.41273) == "0.4127" && loss.text(ofDifference: -0.0173) == "-0.0173")
        #expect(PublishedValue(0.78, decimals: 2, isPercentage: true).text == "78%")
        #expect(PublishedValue(0.78, decimals: 2, isPercentage: true).text(of: 0.7812) == "78.12%")
        #expect(PublishedValue(0.8, decimals: 1, isPercentage: true).text == "80%")
        #expect(share.text(of: .nan) == "nan" && share.text(ofDifference: .nan) == "-")
        #expect(PublishedValue.percent(0.95) == "95%" && PublishedValue.percent(0.9999) == "99.99%")
    }
}
