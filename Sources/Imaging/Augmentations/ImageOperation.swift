import Network
import Plan
import Randomness

/// What an augmentation of the plan does to an image; each kind conforms in a file of its name.
protocol ImageOperation {
    /// Draws what it needs, in a fixed order, and changes the image.
    func apply(to canvas: inout Canvas, draws: inout some DrawSource, semantics: Semantics)
}
