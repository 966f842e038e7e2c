import CKernels
import Testing

/// The tables that this processor can run, best first: every test of a kernel runs with each of them.
enum KernelTables {
    static let here: [UnsafePointer<assay_kernels>] = {
        var result: [UnsafePointer<assay_kernels>] = []
        var index: Int32 = 0
        while let table = assay_kernels_at(index) {
            if assay_kernels_run_here(table) != 0 { result.append(table) }
            index += 1
        }
        return result
    }()
}

@Suite("Tables of kernels")
struct KernelTablesTests {
    @Test("The portable kernels run everywhere")
    func portable() {
        #expect(KernelTables.here.last.map { String(cString: $0.pointee.name) } == "portable")
    }
}
