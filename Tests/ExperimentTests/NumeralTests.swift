import Testing

@testable import Experiment

struct NumeralTests {
    @Test(arguments: [
        ("1", 1), ("-2.5", -2.5), ("1e-3", 0.001), ("1.5E+2", 150), (".5", 0.5), ("1/255", 1.0 / 255), ("1 / 4", 0.25),
        ("-1/2", -0.5), ("1e-1/2", 0.05), ("50%", 0.5), ("78.25%", 0.7825), ("73.48%", 0.7348), ("12.5 %", 0.125), ("1e1%", 0.1),
        ("1e400", .infinity),
    ]) func numbers(_ text: String, _ value: Double) { #expect(Numeral.number(text) == value) }

    @Test(arguments: [
        "", "abc", "1/0", "1/", "/2", "1/2/3", "%", "1%%", "nan", "inf", ".inf", "0x10", "1_000", "1,5", "--1", "1e", "1 2", "١",
    ]) func noNumbers(_ text: String) { #expect(Numeral.number(text) == nil) }

    @Test(arguments: [
        ("0", 0), ("1024", 1024), ("10B", 10), ("1kB", 1000), ("512MiB", 536_870_912), ("2GB", 2e9), ("1.5 GiB", 1_610_612_736),
        ("3TB", 3e12),
    ]) func bytes(_ text: String, _ value: Double) { #expect(ByteCount.parse(text) == value) }

    @Test(arguments: ["", "50%", "MB", "1 0MB", "-1MB", "1e3MB", "1XB", "1kiB", "1.MB", ".5MB", "1  MB"])
    func noBytes(_ text: String) { #expect(ByteCount.parse(text) == nil) }

    @Test(arguments: ["a", "_a", "train_1", "A-b"]) func names(_ text: String) { #expect(Name.isValid(text)) }

    @Test(arguments: ["", "1a", "-a", "a.b", "a/b", "..", "a b", "ä", String(repeating: "a", count: 201)])
    func noNames(_ text: String) { #expect(!Name.isValid(text)) }
}
