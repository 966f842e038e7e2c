import Testing

@testable import Results

@Suite struct ColorScaleTests {
    /// From dark to light without a step back: what makes it readable in grey, and with any kind of colour vision.
    @Test func lighterAndLighter() {
        let luminance = (0...100).map { step -> Double in
            let color = ColorScale.color(Double(step) / 100)
            return 0.2126 * color.red + 0.7152 * color.green + 0.0722 * color.blue
        }
        #expect(zip(luminance, luminance.dropFirst()).allSatisfy { $0 < $1 })
        #expect(luminance[0] < 0.15 && luminance[100] > 0.6 && luminance[100] < 0.85)
    }

    @Test func beyondItsEnds() {
        #expect(ColorScale.color(-1) == ColorScale.color(0) && ColorScale.color(2) == ColorScale.color(1))
        #expect(ColorScale.color(.nan) == ColorScale.color(1))
        #expect(ColorScale.color(0.5, alpha: 0.25).alpha == 0.25)
    }
}
