import EngineReference
import TestSupport
import Testing

/// The conformance suite itself: the reference against the reference must agree, and a wrong engine must not.
struct ConformanceTests {
    @Test(arguments: EngineConformance.cases)
    func referenceAgreesWithItself(_ example: EngineCase) throws {
        let differences = try EngineConformance.differences(
            of: ReferenceEngine(), from: ReferenceEngine(), on: example, tolerance: 0)
        #expect(differences.isEmpty, "\(differences)")
    }
}
