import Randomness
import Testing

@testable import Sweeping

@Suite struct SymmetricEigenTests {
    @Test(arguments: [1, 2, 3, 8, 30]) func valuesAndVectorsMakeTheMatrix(_ size: Int) {
        let key = RandomKey(seed: 4).with(size)
        var matrix = (0..<size).map { row in (0..<size).map { key.uniform(UInt64(row * size + $0)) - 0.5 } }
        for row in 0..<size { for column in 0..<row { matrix[row][column] = matrix[column][row] } }
        let eigen = SymmetricEigen(matrix)
        let again = eigen.map { $0 }
        for row in 0..<size {
            for column in 0..<size {
                #expect(abs(again[row][column] - matrix[row][column]) < 1e-13)
                let product = zip(eigen.vectors[row], eigen.vectors[column]).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-13)
            }
        }
    }

    @Test func knownValues() {
        // The second difference of 3 points: 2 - sqrt 2, 2, 2 + sqrt 2.
        let values = SymmetricEigen([[2, -1, 0], [-1, 2, -1], [0, -1, 2]]).values.sorted()
        for (value, expected) in zip(values, [2 - 2.0.squareRoot(), 2, 2 + 2.0.squareRoot()]) {
            #expect(abs(value - expected) < 1e-14)
        }
    }

    @Test func numbersThatAreNoneEndToo() {
        #expect(SymmetricEigen([[.nan, 1], [1, .infinity]]).values.count == 2)
        #expect(SymmetricEigen([]).values.isEmpty)
    }
}
