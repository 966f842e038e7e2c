import Testing

@Suite struct RandomContrastTests {
    static let cases = LayerCase.all("RandomContrast")

    @Test func thereAreFixtures() { #expect(Self.cases.count == 3) }

    /// Keras takes the means in single precision.
    @Test(arguments: cases) func imagesAreThoseOfKeras(_ entry: LayerCase) throws { try entry.check(tolerance: 1e-4) }
}
