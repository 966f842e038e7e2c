import Network
import Plan
import Randomness

/// What an augmentation of the plan does to an image; each kind conforms in a file of its name.
///
/// It treats channels alike: three equal ones stay equal, and are what one alone would have become; or it asks the canvas for all of them
/// (``Canvas/spread()``).
protocol ImageOperation: Sendable {
    /// Draws what it needs, in a fixed order, and changes the image.
    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics)
}
