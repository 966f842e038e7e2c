import Testing

@Suite struct RandomFlipTests {
    static let cases = LayerCase.all("RandomFlip")

    @Test func thereAreFixtures() { #expect(Self.cases.count == 6) }

    /// Mirrors move values and change none.
    @Test(arguments: cases) func imagesAreThoseOfKeras(_ entry: LayerCase) throws { try entry.check(tolerance: 0) }
}
