import Diagnostics
import Network
import Testing

@testable import Training

@Suite struct TargetsTests {
    @Test func oneHot() throws {
        #expect(try Targets.encode([1, 0, 2], as: .oneHot, width: 3) == [0, 1, 0, 1, 0, 0, 0, 0, 1])
    }

    @Test func binary() throws { #expect(try Targets.encode([1, 0], as: .binary, width: 1) == [1, 0]) }

    @Test func classWithoutPlace() throws {
        for (labels, encoding, width) in [([2], TargetEncoding.binary, 1), ([3], .oneHot, 3), ([-1], .oneHot, 3)] {
            #expect(throws: Diagnostic.self) { try Targets.encode(labels, as: encoding, width: width) }
        }
    }

    @Test func weights() {
        #expect(Targets.weights([0, 1, 2], classWeight: [0.5, 2]) == [0.5, 2, 1])
        #expect(Targets.weights([0, 1], classWeight: nil) == nil)
    }
}
