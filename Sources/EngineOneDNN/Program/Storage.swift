import Engine
import Foundation
import Network

/// Memory from the system, aligned to cache lines and zeroed, up to a whole number of them.
final class Storage {
    let base: UnsafeMutableRawPointer
    let byteCount: Int

    /// From so many bytes on it is asked whether they can be had: the system promises more than there is, and ends the process that
    /// takes it at its word.
    private static let large = 1 << 25

    /// - Throws: ``EngineError/memory(needed:available:)``.
    init(byteCount: Int) throws(EngineError) {
        let whole = (max(byteCount, 1) + 63) & ~63
        if whole >= Self.large, let available = AvailableMemory.bytes(), whole > available {
            throw .memory(needed: byteCount, available: available)
        }
        var base: UnsafeMutableRawPointer?
        guard posix_memalign(&base, 64, whole) == 0, let base else {
            throw .memory(needed: byteCount, available: AvailableMemory.bytes())
        }
        base.initializeMemory(as: UInt8.self, repeating: 0, count: whole)
        self.base = base
        self.byteCount = byteCount
    }

    /// The memory as floats.
    var floats: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: base.assumingMemoryBound(to: Float.self), count: byteCount / 4)
    }

    deinit { free(base) }
}

/// Storage that outlives a program and may be exchanged for another while no program is bound to it.
class Slot {
    /// The memory. A vector of channels has zeros up to a whole number of blocks.
    var storage: Storage
    /// The layout of its values.
    var layout: Layout
    /// Counts changes of the values, so that what is made of them knows when it is old.
    var version = 0

    init(_ layout: Layout) throws(EngineError) {
        self.layout = layout
        storage = try Storage(byteCount: layout.byteCount)
    }

    /// The slot as an argument.
    var tensor: ProgramTensor { ProgramTensor(buffer: .slot(self), layout: layout) }
}

/// Values made of other slots' values, and made anew where those have changed.
final class DerivedSlot: Slot {
    private let sources: [Slot]
    private var seen: [Int] = []

    init(_ layout: Layout, from sources: [Slot]) throws(EngineError) {
        self.sources = sources
        try super.init(layout)
    }

    /// Whether the values are those of the sources as they are now.
    var isCurrent: Bool { seen == sources.map(\.version) }

    /// Says that the values have been made anew.
    func renewed() {
        seen = sources.map(\.version)
        version += 1
    }
}

/// The memory of a session's programs. They never run at the same time, so the largest decides.
final class Arena {
    private var storage: Storage?

    /// At least so many bytes: what is there already, or new memory, to which the programs of the old are not bound.
    func reserve(_ byteCount: Int) throws(EngineError) -> Storage {
        if let storage, storage.byteCount >= byteCount { return storage }
        storage = nil
        let larger = try Storage(byteCount: byteCount)
        storage = larger
        return larger
    }
}
