import Plan
import Testing

@Suite struct ReadableNumberTests {
    @Test func wholeNumbersHaveCommas() {
        #expect(
            [0, 12, 123, 1234, 2_577_858, -1000].map(ReadableNumber.grouped) == [
                "0", "12", "123", "1,234", "2,577,858", "-1,000",
            ])
        #expect(ReadableNumber.grouped(.min) == "-9,223,372,036,854,775,808")
    }

    /// As `keras.src.utils.summary_utils.readable_memory_size` writes them.
    @Test func bytesAreKeras() {
        #expect([0, 1023, 1024, 10_311_432].map(ReadableNumber.bytes) == ["0.00 B", "1023.00 B", "1.00 KB", "9.83 MB"])
    }

    @Test func shortNumbers() {
        #expect(
            [30, 1.0 / 255, 1e-5, 0.2, -1.5, 1e300].map(ReadableNumber.short) == [
                "30", "0.00392157", "1e-05", "0.2", "-1.5", "1e+300",
            ])
    }
}
