import Randomness

/// The Sobol sequence with the direction numbers of Joe and Kuo (2008), new-joe-kuo-6, in the order of Antonov and Saleev (1979), which
/// is SciPy's. A point is computed from its index alone.
struct SobolSequence: Sendable {
    /// The points after which the sequence would begin anew.
    static let length = 1 << 32

    /// For each dimension the 32 direction numbers, the one of the lowest bit of an index first.
    private let directions: [[UInt32]]

    /// nil where the table has fewer dimensions.
    init?(dimensions: Int) {
        guard dimensions <= SobolTable.rows.count else { return nil }
        directions = SobolTable.rows.prefix(dimensions).map(Self.directions)
    }

    /// The coordinates of a point, as multiples of 2^-32.
    func point(_ index: Int) -> [UInt32] {
        let code = UInt32(truncatingIfNeeded: index) ^ UInt32(truncatingIfNeeded: index) >> 1
        return directions.map { directions in
            var value: UInt32 = 0
            for (bit, direction) in directions.enumerated() where code >> UInt32(bit) & 1 == 1 { value ^= direction }
            return value
        }
    }

    /// The coordinates of a point after Owen's scrambling (1995), each strictly between 0 and 1: every bit is flipped or not by a draw
    /// for the bits before it. All that makes the sequence even is kept, no point is preferred, and none is a corner.
    func scrambled(_ index: Int, key: RandomKey) -> [Double] {
        point(index).enumerated().map { dimension, value in
            let draws = key.with(dimension)
            var scrambled: UInt32 = 0
            for bit in 0..<UInt32(32) {
                // The bits before this one, behind a 1 that tells how many they are.
                let before = UInt64(1) << UInt64(bit) | UInt64(value) >> UInt64(32 - bit)
                let flip = UInt32(truncatingIfNeeded: draws.bits(before) & 1)
                scrambled = scrambled << 1 | (value >> (31 - bit) & 1 ^ flip)
            }
            return (Double(scrambled) + 0.5) * 0x1p-32
        }
    }

    /// A row of the table, a primitive polynomial and the first direction numbers, continued to 32.
    private static func directions(_ row: [UInt16]) -> [UInt32] {
        let polynomial = UInt32(row[0])
        let degree = row.count - 1
        // Numbers m of bit 1, 2, …; the direction is m / 2^bit. The first dimension has 1 throughout.
        guard degree > 0 else { return (0..<32).map { 1 << (31 - UInt32($0)) } }
        var numbers = row.dropFirst().map(UInt32.init)
        while numbers.count < 32 {
            let first = numbers.count - degree
            var number = numbers[first] ^ numbers[first] << UInt32(degree)
            for power in 1..<degree where polynomial >> UInt32(degree - power) & 1 == 1 {
                number ^= numbers[numbers.count - power] << UInt32(power)
            }
            numbers.append(number)
        }
        return numbers.enumerated().map { $1 << (31 - UInt32($0)) }
    }
}
