import CKernels
import Testing

/// One table of kernels, as an argument of tests.
struct KernelTable: Sendable, CustomTestStringConvertible {
    /// The functions; they lie in the program's own memory and never change.
    nonisolated(unsafe) let kernels: UnsafePointer<assay_kernels>

    /// `avx512`, `avx2`, `portable`.
    var name: String { String(cString: kernels.pointee.name) }
    /// Channels in a block of activations.
    var block: Int { Int(kernels.pointee.block) }
    var testDescription: String { name }
}

/// The tables that this processor can run, best first: every test of a kernel runs with each of them.
enum KernelTables {
    static let here: [KernelTable] = (0..<Int32.max).lazy.map { assay_kernels_at($0) }.prefix { $0 != nil }.compactMap { $0 }
        .filter { assay_kernels_run_here($0) != 0 }.map { KernelTable(kernels: $0) }
}

@Suite("Tables of kernels")
struct KernelTablesTests {
    @Test("The portable kernels run everywhere")
    func portable() {
        #expect(KernelTables.here.last?.name == "portable")
    }

    @Test("There are no tables beyond the last")
    func ends() {
        #expect(assay_kernels_at(-1) == nil && assay_kernels_at(Int32.max) == nil)
    }

    @Test("No table has a hole", arguments: KernelTables.here)
    func complete(_ table: KernelTable) {
        // Behind the name and the block, pointers to functions alone.
        let first = MemoryLayout<assay_kernels>.offset(of: \.winograd_weight_count) ?? 0
        let words = (MemoryLayout<assay_kernels>.size - first) / MemoryLayout<UInt>.size
        let holes = (0..<words).filter { word in
            UnsafeRawPointer(table.kernels).load(fromByteOffset: first + word * MemoryLayout<UInt>.size, as: UInt.self) == 0
        }
        #expect(words > 10 && holes.isEmpty, "\(table.name): \(holes)")
    }
}
