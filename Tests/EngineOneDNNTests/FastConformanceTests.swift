import Engine
import EngineOneDNN
import EngineReference
import Network
import TestSupport
import Testing

/// The fast engine with every table of kernels: forward, every gradient, training steps, batches of any size, both semantics.
struct FastConformanceTests {
    /// Those that oneDNN, as this process holds it, has fast kernels beside: none of wider blocks than its own.
    static let tables: [KernelTable] = {
        let widest = (try? KernelTable.current().block) ?? 0
        return KernelTable.all.filter { $0.runsHere && $0.block <= widest }
    }()

    @Test(arguments: EngineConformance.cases, tables)
    func agreesWithTheReference(_ example: EngineCase, _ table: KernelTable) throws {
        let differences = try EngineConformance.differences(
            of: FastEngine(threads: 2, table: table), from: ReferenceEngine(), on: example)
        #expect(differences.isEmpty, "\(differences)")
    }

    @Test(arguments: FallbackTests.cases, tables)
    func agreesWhereKernelsMeetOneDNNs(_ example: EngineCase, _ table: KernelTable) throws {
        let differences = try EngineConformance.differences(
            of: FastEngine(threads: 2, table: table), from: ReferenceEngine(), on: example)
        #expect(differences.isEmpty, "\(differences)")
    }
}
