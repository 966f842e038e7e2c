import Foundation
import Randomness

/// Draws of one key, one after another.
struct Draws: DrawSource {
    let key: RandomKey
    private var count: UInt64 = 0

    init(_ key: RandomKey) { self.key = key }

    mutating func next() -> Double {
        defer { count += 1 }
        return key.uniform(count)
    }

    mutating func below(_ bound: Int) -> Int {
        guard bound > 1 else { return 0 }
        defer { count += 1 }
        return key.below(bound, count)
    }

    /// A draw of the bell curve with mean 0 and deviation 1.
    mutating func normal() -> Double {
        defer { count += 2 }
        // 1 - u is above 0.
        return (-2 * log(1 - key.uniform(count))).squareRoot() * cos(2 * .pi * key.uniform(count + 1))
    }
}
