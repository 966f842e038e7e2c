import Network
import Randomness

/// Directions at right angles, every rotation of them equally likely: the factor Q of a matrix of normal draws, by Gram and Schmidt's
/// way, which leaves the other factor's diagonal positive, as Keras's change of signs does.
enum OrthogonalMatrix {
    /// Values of a shape whose last axis counts columns: columns at right angles, or rows where there are fewer rows than columns.
    static func draw(_ shape: [Int], gain: Double, key: RandomKey) -> Tensor {
        let columns = shape.last ?? 1
        let rows = shape.dropLast().reduce(1, *)
        let (count, length) = (min(rows, columns), max(rows, columns))
        var vectors = (0..<count).map { vector in (0..<length).map { key.normal(UInt64(vector * length + $0)) } }
        for vector in vectors.indices {
            for earlier in 0..<vector { remove(vectors[earlier], from: &vectors[vector]) }
            let size = product(vectors[vector], vectors[vector]).squareRoot()
            for index in vectors[vector].indices { vectors[vector][index] /= size }
        }
        var tensor = Tensor(shape: shape, repeating: 0)
        for row in 0..<rows {
            for column in 0..<columns {
                tensor.values[row * columns + column] =
                    Float(gain * (rows < columns ? vectors[row][column] : vectors[column][row]))
            }
        }
        return tensor
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                var sum = 0.0
                for index in 0..<min(a.count, b.count) { sum += a[index] * b[index] }
                return sum
            }
        }
    }

    /// Takes away what points in the direction of a vector of length 1.
    private static func remove(_ direction: [Double], from vector: inout [Double]) {
        let share = product(direction, vector)
        vector.withUnsafeMutableBufferPointer { vector in
            direction.withUnsafeBufferPointer { direction in
                for index in 0..<min(vector.count, direction.count) { vector[index] -= share * direction[index] }
            }
        }
    }
}
