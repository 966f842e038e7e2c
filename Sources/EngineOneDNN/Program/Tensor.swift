import Engine

/// An array inside a program: where it lies and how.
struct ProgramTensor {
    /// Where.
    var buffer: ProgramBuffer
    /// How.
    var layout: Layout
    /// Set where the values are max(x, 0) and the mask of their gradient may be applied by whoever reads them.
    var rectifier: Rectifier?
    /// How many samples further on the values begin.
    var firstSample = 0

    /// Some of the samples.
    func samples(_ group: SampleGroup) throws(EngineError) -> ProgramTensor {
        ProgramTensor(buffer: buffer, layout: try layout.samples(group.count), firstSample: group.first)
    }
}

/// Samples that one thread sums up; how a batch is divided depends on its size alone.
struct SampleGroup {
    /// Up to so many threads share a batch.
    private static let limit = 8

    let first: Int
    let count: Int

    /// Groups of almost the same size.
    static func all(count: Int) -> [SampleGroup] {
        let number = min(count, limit)
        return (0..<number).map { index in
            let first = count * index / number
            return SampleGroup(first: first, count: count * (index + 1) / number - first)
        }
    }
}

/// A place for values: planned within the program's own block, or a slot that outlives it.
enum ProgramBuffer {
    case planned(Int)
    case slot(Slot)
}

/// Who masks the gradient of a rectified value: its producer, unless a reader has taken it over.
///
/// max(x, 0) and the maximum of a window commute, so a pooling masks its own, smaller gradient, and the one at full size needs
/// no pass.
final class Rectifier {
    /// Whether a reader masks the gradient before it hands it down.
    var isTaken = false
}
