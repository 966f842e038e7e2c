import Engine

/// An array inside a program: where it lies, how, and what its reader may take over.
struct ProgramTensor {
    /// Where.
    var buffer: ProgramBuffer
    /// How.
    var layout: Layout
    /// How many bytes further on the values begin.
    var offset = 0
    /// Set where the values are max(x, 0) and the mask of their gradient may be applied by whoever reads them.
    var rectifier: Rectifier?
    /// Sums over the values that their producer has made.
    var sums: ProducedSums?
    /// Set where the values still lack a normalization, which their reader applies.
    var normalization: PendingNormalization?
    /// Set where a gradient still lacks the backward pass of a normalization, which its reader applies.
    var slope: PendingSlope?
    /// Set where a gradient is held by others too, and must stay as it is.
    var isShared = false

    /// Where it begins.
    struct Place: Hashable {
        let buffer: AnyHashable
        let offset: Int
    }

    /// Where it begins.
    var place: Place {
        switch buffer {
        case .planned(let index): Place(buffer: index, offset: offset)
        case .slot(let slot): Place(buffer: ObjectIdentifier(slot), offset: offset)
        }
    }

    /// The slot that it lies in; nil where it is planned.
    var slot: Slot? {
        if case .slot(let slot) = buffer { slot } else { nil }
    }

    /// Some of the samples.
    func samples(_ group: SampleGroup) throws(EngineError) -> ProgramTensor {
        let size = layout.byteCount / max(layout.extents[0], 1)
        return ProgramTensor(buffer: buffer, layout: try layout.samples(group.count), offset: group.first * size)
    }
}

/// Neighbouring samples that are one thread's task. How a batch is divided depends on its size alone, never on the threads.
struct SampleGroup {
    /// How many sums of gradients there are at most: each is as large as the weights.
    private static let limit = 8

    let first: Int
    let count: Int

    /// Every sample by itself.
    static func each(_ count: Int) -> [SampleGroup] { (0..<count).map { SampleGroup(first: $0, count: 1) } }

    /// A few groups of almost the same size.
    static func few(_ count: Int) -> [SampleGroup] {
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
