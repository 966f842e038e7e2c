import Network
import Plan
import Randomness

/// `keras.layers.RandomFlip`: a draw of at most 0.5 mirrors.
///
/// Where both ways are asked for, the horizontal draw comes first and the vertical one second. Keras 3 uses one draw for both, so that
/// its images are either left alone or turned by 180 degrees; what its documentation promises is what is done here.
extension RandomFlip: ImageOperation {
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        if mode != .vertical, draws.next() <= 0.5 { canvas.mirrorColumns() }
        if mode != .horizontal, draws.next() <= 0.5 { canvas.mirrorRows() }
    }
}
