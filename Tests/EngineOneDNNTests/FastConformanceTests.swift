import Engine
import EngineOneDNN
import EngineReference
import Network
import TestSupport
import Testing

/// The fast engine with every table of kernels: forward, every gradient, training steps, batches of any size, both semantics.
struct FastConformanceTests {
    static let tables = KernelTable.all.filter(\.runsHere)

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
