import Testing

@Suite struct RescaleTests {
    static let cases = LayerCase.all("rescale")

    @Test func thereAreFixtures() { #expect(Self.cases.count == 1) }

    /// One product and one sum in single precision.
    @Test(arguments: cases) func imagesAreThoseOfKeras(_ entry: LayerCase) throws { try entry.check(tolerance: 2e-7) }
}
