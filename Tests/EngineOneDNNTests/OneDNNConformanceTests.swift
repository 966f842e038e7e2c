import EngineOneDNN
import EngineReference
import TestSupport
import Testing

/// Forward, every gradient, training steps, batches of any size, both semantics: as the reference engine has them.
struct OneDNNConformanceTests {
    @Test(arguments: EngineConformance.cases)
    func agreesWithTheReference(_ example: EngineCase) throws {
        let differences = try EngineConformance.differences(
            of: OneDNNEngine(threads: 2), from: ReferenceEngine(), on: example)
        #expect(differences.isEmpty, "\(differences)")
    }
}
