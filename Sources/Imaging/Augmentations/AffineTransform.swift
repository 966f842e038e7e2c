import Foundation
import Network

/// Where each output pixel of an ImageDataGenerator comes from: input (row, column) = matrix x output (row, column) + offset.
struct AffineTransform: Equatable {
    /// The first row of the matrix and the first offset give the input's row, the second ones its column.
    var rowFromRow: Double
    var rowFromColumn: Double
    var rowOffset: Double
    var columnFromRow: Double
    var columnFromColumn: Double
    var columnOffset: Double

    /// The product rotation x shift x shear x zoom about a pivot; nil where all parts are neutral, and the image stays untouched.
    init?(_ drawn: GeneratorDraws, height: Int, width: Int, geometry: Semantics.GeneratorGeometry) {
        var product: Matrix?
        func append(_ part: Matrix) { product = product.map { $0 * part } ?? part }
        if drawn.theta != 0 {
            let angle = drawn.theta * (Double.pi / 180)
            append(Matrix((cos(angle), -sin(angle), 0), (sin(angle), cos(angle), 0)))
        }
        if drawn.tx != 0 || drawn.ty != 0 { append(Matrix((1, 0, drawn.tx), (0, 1, drawn.ty))) }
        if drawn.shear != 0 {
            let angle = drawn.shear * (Double.pi / 180)
            append(Matrix((1, -sin(angle), 0), (0, cos(angle), 0)))
        }
        if drawn.zx != 1 || drawn.zy != 1 { append(Matrix((drawn.zx, 0, 0), (0, drawn.zy, 0))) }
        guard let product else { return nil }

        // keras-preprocessing 1.1.0 puts the pivot one pixel past the centre; Keras 2.9 and later half a pixel before, at the centre.
        let past = geometry == .rowsFirst ? 0.5 : -0.5
        let x = Double(height) / 2 + past
        let y = Double(width) / 2 + past
        let whole = Matrix((1, 0, x), (0, 1, y)) * product * Matrix((1, 0, -x), (0, 1, -y))
        switch geometry {
        case .rowsFirst:
            (rowFromRow, rowFromColumn, rowOffset) = whole.first
            (columnFromRow, columnFromColumn, columnOffset) = whole.second
        case .columnsFirst:
            // Rows and columns of the finished matrix change places, pivot included: on images that are not square the pivot is that
            // of the transposed image. So does Keras.
            (columnFromColumn, columnFromRow, columnOffset) = whole.first
            (rowFromColumn, rowFromRow, rowOffset) = whole.second
        }
    }

    /// A 3 x 3 matrix whose last row is 0, 0, 1.
    private struct Matrix {
        typealias Row = (Double, Double, Double)
        var first: Row
        var second: Row

        init(_ first: Row, _ second: Row) {
            self.first = first
            self.second = second
        }

        /// Each element as the chain of fused products that NumPy's `dot` computes, so that even the last bits agree.
        static func * (a: Matrix, b: Matrix) -> Matrix {
            func element(_ row: Row, _ p: Double, _ q: Double, _ r: Double) -> Double {
                (row.0 * p).addingProduct(row.1, q).addingProduct(row.2, r)
            }
            func row(_ row: Row) -> Row {
                (
                    element(row, b.first.0, b.second.0, 0), element(row, b.first.1, b.second.1, 0),
                    element(row, b.first.2, b.second.2, 1)
                )
            }
            return Matrix(row(a.first), row(a.second))
        }
    }
}
