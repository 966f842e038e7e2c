/// A stream of random draws, whatever it comes from: augmentations ask for numbers and do not know of seeds.
public protocol DrawSource {
    /// The next double in [0, 1) with 53 random bits.
    mutating func next() -> Double
    /// The next whole number in 0 ..< bound; 0 for bounds below 2, which draw nothing.
    mutating func below(_ bound: Int) -> Int
}

extension DrawSource {
    /// The next double in [low, high), as NumPy computes it: low + (high - low) x draw.
    public mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * next() }
}
