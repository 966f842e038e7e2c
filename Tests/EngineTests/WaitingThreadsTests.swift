import Engine
import Testing

@Suite struct WaitingThreadsTests {
    @Test func anEnvironmentThatSaysNothingGetsBothVariables() {
        let missing = WaitingThreads.missing(from: ["PATH": "/bin"])
        #expect(missing == ["OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "10000"])
        #expect(WaitingThreads.missing(from: missing).isEmpty)
    }

    @Test func whatTheUserHasSetStays() {
        #expect(WaitingThreads.missing(from: ["OMP_WAIT_POLICY": "active"]).isEmpty)
        #expect(WaitingThreads.missing(from: ["GOMP_SPINCOUNT": "5"]) == ["OMP_WAIT_POLICY": "passive"])
    }
}
