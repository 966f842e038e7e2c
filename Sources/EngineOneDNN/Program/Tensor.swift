/// An array inside a program: where it lies and how.
struct ProgramTensor {
    /// Where.
    var buffer: ProgramBuffer
    /// How.
    var layout: Layout
    /// Set where the values are max(x, 0) and the mask of their gradient may be applied by whoever reads them.
    var rectifier: Rectifier?
}

/// A place for values: planned within the program's own block, or a slot that outlives it.
enum ProgramBuffer {
    case planned(Int)
    case slot(Slot)
}

/// Who masks the gradient of a rectified value: its producer, unless a reader has taken it over.
///
/// max(x, 0) and the maximum of a window commute, so a pooling masks its own, smaller gradient and the one at full size needs no pass.
final class Rectifier {
    /// Whether a reader masks the gradient before it hands it down.
    var isTaken = false
}
