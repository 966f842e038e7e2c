import CDNNL
import CKernels
import Engine
import Testing

@testable import EngineOneDNN

/// The choice of an instruction set.
struct KernelTableTests {
    private static func table(_ name: String, _ block: Int, runs: Bool = true) throws -> KernelTable {
        KernelTable(name: name, block: block, runsHere: runs, kernels: try #require(assay_kernels_at(0)))
    }

    @Test func theBestThatRunsAndAgrees() throws {
        let tables = try [Self.table("avx512", 16), Self.table("avx2", 8), Self.table("portable", 8)]
        #expect(try KernelTable.choose(nil, of: tables, block: 16).name == "avx512")
        #expect(try KernelTable.choose(nil, of: tables, block: 8).name == "avx2")
        let old = try [Self.table("avx2", 8, runs: false), Self.table("portable", 8)]
        #expect(try KernelTable.choose(nil, of: old, block: 8).name == "portable")
    }

    @Test func theOneAskedFor() throws {
        let tables = try [Self.table("avx512", 16), Self.table("avx2", 8), Self.table("portable", 8)]
        for name in ["avx2", "portable"] { #expect(try KernelTable.choose(name, of: tables, block: 8).name == name) }
        #expect(try KernelTable.choose("avx512", of: tables, block: 16).name == "avx512")
    }

    /// Unknown, impossible here, and one that oneDNN does not agree with.
    @Test(arguments: [("AVX2", "names no instruction set"), ("avx512", "cannot run"), ("avx2", "blocks them by 16")])
    func errorsAreValues(_ asked: String, _ text: String) throws {
        let tables = try [Self.table("avx512", 16, runs: false), Self.table("avx2", 8), Self.table("portable", 8)]
        do {
            _ = try KernelTable.choose(asked, of: tables, block: 16)
            Issue.record("it was chosen")
        } catch .setting(let reason, let remedy) {
            #expect(reason.contains("ASSAY_ISA=\(asked)") && reason.contains(text), "\(reason)")
            #expect(remedy.contains("unset"))
        } catch {
            Issue.record(error)
        }
    }

    /// The block of the table is that of the activations which oneDNN's convolutions ask for in training; in inference on AVX-512 they like
    /// channels last.
    @Test func oneDNNAgrees() throws {
        let table = try KernelTable.current()
        let device = try Device()
        var (source, weights) = (try Layout.any([2, 32, 9, 9]).raw, try Layout.any([32, 32, 3, 3]).raw)
        var result = try Layout.any([2, 32, 7, 7]).raw
        var window = cdnnl_window()
        (window.kernel, window.strides) = ((3, 3), (1, 1))
        var made: dnnl_primitive_desc_t?
        let status = cdnnl_convolution_forward(&made, device.engine, 1, &source, &weights, nil, &result, &window, 0)
        #expect(status == dnnl_success)
        let descriptor = try #require(made)
        defer { dnnl_primitive_desc_destroy(descriptor) }
        let blocks = Layout(cdnnl_layout(descriptor, dnnl_query_src_md)).blocks
        #expect(blocks.map(\.axis) == [1] && blocks.map(\.extent) == [table.block])
    }

    @Test func everyTableHasABlock() {
        #expect(KernelTable.all.last?.name == "portable")
        #expect(KernelTable.all.allSatisfy { [8, 16].contains($0.block) })
        #expect(Set(KernelTable.all.map(\.name)).count == KernelTable.all.count)
    }
}
