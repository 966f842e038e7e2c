import Engine
import Foundation

/// Memory from the system, aligned to cache lines and zeroed.
final class Storage {
    let base: UnsafeMutableRawPointer
    let byteCount: Int

    init(byteCount: Int) throws(EngineError) {
        var base: UnsafeMutableRawPointer?
        guard posix_memalign(&base, 64, max(byteCount, 64)) == 0, let base else {
            throw .library("no memory for \(byteCount / 1_048_576) MiB; use smaller batches or images")
        }
        base.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 64))
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
    /// The memory.
    var storage: Storage
    /// The layout of its values.
    var layout: Layout

    init(_ layout: Layout) throws(EngineError) {
        self.layout = layout
        storage = try Storage(byteCount: layout.byteCount)
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
