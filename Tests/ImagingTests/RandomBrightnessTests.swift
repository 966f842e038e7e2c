import Testing

@Suite struct RandomBrightnessTests {
    static let cases = LayerCase.all("RandomBrightness")

    @Test func thereAreFixtures() { #expect(Self.cases.count == 3) }

    /// One addition in single precision.
    @Test(arguments: cases) func imagesAreThoseOfKeras(_ entry: LayerCase) throws { try entry.check(tolerance: 1e-4) }
}
