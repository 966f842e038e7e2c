/// The draws of one key in order: draw number i is a pure function of (key, i), so equal keys give equal streams on any thread.
public struct StatelessDraws: DrawSource, Sendable {
    private let key: RandomKey
    private var index: UInt64 = 0

    /// The stream of a key, from its first draw.
    public init(key: RandomKey) { self.key = key }

    /// The next double in [0, 1) with 53 random bits.
    public mutating func next() -> Double {
        defer { index &+= 1 }
        return key.uniform(index)
    }

    /// The next whole number in 0 ..< bound; 0 for bounds below 2, which draw nothing.
    public mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        defer { index &+= 1 }
        return key.below(bound, index)
    }
}
