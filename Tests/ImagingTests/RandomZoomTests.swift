import Testing

@Suite struct RandomZoomTests {
    static let cases = LayerCase.all("RandomZoom")

    @Test func thereAreFixtures() { #expect(Self.cases.count == 12) }

    /// Single-precision coordinates differ by 1e-6 and steps between pixels are up to 255.
    @Test(arguments: cases) func imagesAreThoseOfKeras(_ entry: LayerCase) throws { try entry.check(tolerance: 2e-3) }
}
