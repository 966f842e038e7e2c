import Execution
import Foundation
import Testing

@testable import Sweeping

@Suite struct TrialVerdictTests {
    private static func complaint(_ id: String, _ message: String) -> String {
        """
        libgomp: something
        [
          {"id": "later", "severity": "warning", "message": "a \\"warning\\"", "path": null, "line": null, "column": null, "help": []},
          {"id": "\(id)", "severity": "error", "message": "\(message)", "path": null, "line": null, "column": null, "help": []}
        ]

        """
    }

    private func verdict(_ code: Int32, _ complaint: String = "") -> TrialVerdict {
        TrialVerdict(ChildRun.Ending(code: code, complaint: complaint), memory: .init())
    }

    @Test func exitCodes() {
        #expect(verdict(0) == .finished)
        for code: Int32 in [75, 130, 143] { #expect(verdict(code) == .left) }
        #expect(verdict(1, Self.complaint("nan-loss", "the loss became nan")) == .failed("the loss became nan"))
        #expect(verdict(66, Self.complaint("missing", "there is no such file")) == .failed("there is no such file"))
        #expect(verdict(70, "assay: a fault\nline 2\n") == .failed("its process ended with exit code 70: line 2"))
        #expect(verdict(3) == .failed("its process ended with exit code 3"))
    }

    @Test func resultsThatCannotBeWritten() {
        #expect(verdict(73, Self.complaint("cannot-write", "no space left")) == .cannotWrite("no space left"))
        #expect(verdict(73, Self.complaint("run-in-use", "another process is writing")) == .inUse)
    }

    @Test func whatLiesThereIsOfAnother() {
        #expect(verdict(65, Self.complaint("drift", "1 thing is not as")) == .stale("1 thing is not as"))
        #expect(verdict(65, Self.complaint("plan-differs", "another plan")) == .stale("another plan"))
        #expect(verdict(65, Self.complaint("unknown-key", "no such key")) == .failed("no such key"))
    }

    @Test func signals() {
        func verdict(_ signal: Int32, _ memory: TrialVerdict.Memory) -> TrialVerdict {
            TrialVerdict(ChildRun.Ending(code: signal, isSignalled: true), memory: memory)
        }
        let little = TrialVerdict.Memory(held: 1 << 30, limit: 4 << 30)
        #expect(verdict(SIGSEGV, little) == .crashed("its process was ended by signal 11 (SIGSEGV)"))
        #expect(verdict(SIGKILL, little) == .crashed("its process was ended by signal 9 (SIGKILL)"))
        #expect(verdict(64, little) == .crashed("its process was ended by signal 64"))
        // Ended by us, or by the kernel.
        #expect(
            verdict(SIGKILL, .init(held: 5 << 30, limit: 4 << 30, isExceeded: true))
                == .failed("out of memory: 5.00 GB of 4.00 GB"))
        let system = "out of memory: 3.90 GB of 4.00 GB, and the system ended its process"
        #expect(verdict(SIGKILL, .init(held: 4_187_593_114, limit: 4 << 30)) == .failed(system))
        #expect(verdict(SIGKILL, .init(held: 4_187_593_114, limit: 4 << 30, isKernelKill: true)) == .failed(system))
        // A fault is one, however much it held.
        #expect(
            verdict(SIGSEGV, .init(held: 4 << 30, limit: 4 << 30)) == .crashed("its process was ended by signal 11 (SIGSEGV)"))
    }
}
