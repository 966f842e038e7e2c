import Testing

@testable import Sweeping

@Suite struct RegressionTreeTests {
    /// 1 in a quarter of the square, 0 elsewhere: the mean over one axis is 1/2 on a half and 0 on the other, variance 1/16 of 3/16.
    @Test func partsOfAKnownFunction() {
        let points = [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]]
        let tree = RegressionTree(points, [1, 0, 0, 0], weights: [1, 1, 1, 1], axes: [.interval, .interval])
        for part in tree.parts() { #expect(abs(part - 1.0 / 3) < 1e-12) }
    }

    /// The same of two choices of two, and of three choices of which one counts.
    @Test func partsOfChoices() {
        let points = [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]]
        let square = RegressionTree(points, [1, 0, 0, 0], weights: [1, 1, 1, 1], axes: [.choices(2), .choices(2)])
        for part in square.parts() { #expect(abs(part - 1.0 / 3) < 1e-12) }
        let three = [[0.5 / 3, 0.3], [0.5, 0.6], [2.5 / 3, 0.9]]
        let tree = RegressionTree(three, [0, 5, 0], weights: [2, 1, 1], axes: [.choices(3), .interval])
        #expect(tree.parts() == [1, 0])
    }

    @Test func aConstantHasNoParts() {
        #expect(RegressionTree([[0.1], [0.2]], [3, 3], weights: [1, 1], axes: [.interval]).parts() == [0])
        // Points that are equal cannot be parted.
        #expect(RegressionTree([[0.1], [0.1]], [3, 4], weights: [1, 1], axes: [.interval]).parts() == [0])
    }
}
