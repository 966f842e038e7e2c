import Foundation

/// The eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).
struct SymmetricEigen {
    /// The eigenvalues, in no order.
    let values: [Double]
    /// The eigenvectors, each of length 1, one for each value.
    let vectors: [[Double]]

    /// Decomposes a matrix of numbers; of the two triangles the mean is taken.
    init(_ matrix: [[Double]]) {
        let size = matrix.count
        var a = (0..<size).map { row in (0..<size).map { 0.5 * (matrix[row][$0] + matrix[$0][row]) } }
        var v = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
        // Convergence is quadratic: a dozen sweeps are more than enough, and numbers that are none end it too.
        for _ in 0..<60 {
            var changed = false
            for p in 0..<size {
                for q in (p + 1)..<max(size, p + 1) where abs(a[p][q]) > 1e-18 * (abs(a[p][p] * a[q][q])).squareRoot() {
                    Self.rotate(&a, &v, p, q)
                    changed = true
                }
            }
            if !changed { break }
        }
        values = (0..<size).map { a[$0][$0] }
        vectors = v
    }

    /// Makes the element (p, q) zero; row i of `v` is the i-th vector.
    private static func rotate(_ a: inout [[Double]], _ v: inout [[Double]], _ p: Int, _ q: Int) {
        let ratio = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let tangent = (ratio < 0 ? -1.0 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        let sine = tangent * cosine
        let shift = tangent * a[p][q]
        a[p][p] -= shift
        a[q][q] += shift
        a[p][q] = 0
        a[q][p] = 0
        for k in a.indices {
            if k != p && k != q {
                let (first, second) = (a[k][p], a[k][q])
                a[k][p] = cosine * first - sine * second
                a[k][q] = sine * first + cosine * second
                a[p][k] = a[k][p]
                a[q][k] = a[k][q]
            }
            let (first, second) = (v[p][k], v[q][k])
            v[p][k] = cosine * first - sine * second
            v[q][k] = sine * first + cosine * second
        }
    }

    /// The matrix with the same vectors and a function of the values.
    func map(_ function: (Double) -> Double) -> [[Double]] {
        let mapped = values.map(function)
        return values.indices.map { row in
            values.indices.map { column in
                values.indices.reduce(0) { $0 + vectors[$1][row] * mapped[$1] * vectors[$1][column] }
            }
        }
    }
}
