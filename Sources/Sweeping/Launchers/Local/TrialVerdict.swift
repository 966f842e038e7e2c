import Execution
import Foundation
import Plan

/// What the end of a trial's process means.
enum TrialVerdict: Equatable {
    /// The run came to its end.
    case finished
    /// It was left where it can go on: at a rung, or because someone asked.
    case left
    /// It cannot be measured, and trying again would not help.
    case failed(String)
    /// Something from outside ended it, which need not happen again.
    case crashed(String)
    /// Another process still writes its folder.
    case inUse
    /// What lies in its folder is of another program or of other data, and cannot be gone on with.
    case stale(String)
    /// Its results cannot be written, and those of no other trial.
    case cannotWrite(String)

    /// What is known of memory when a process ended.
    struct Memory: Equatable {
        /// What it held when it was looked at last, in bytes.
        var held = 0
        /// What it might hold.
        var limit = Int.max
        /// Whether it was ended because it held more.
        var isExceeded = false
        /// Whether the kernel has ended a process for its memory meanwhile.
        var isKernelKill = false

        /// `out of memory: 3.10 GB of 3.00 GB`.
        var message: String { "out of memory: \(ReadableNumber.bytes(held)) of \(ReadableNumber.bytes(limit))" }
    }

    /// Judges an ending.
    init(_ ending: ChildRun.Ending, memory: Memory) {
        if memory.isExceeded {
            self = .failed(memory.message)
        } else if ending.isSignalled {
            let isForMemory = ending.code == SIGKILL && (memory.isKernelKill || memory.held >= memory.limit / 10 * 9)
            self =
                isForMemory
                ? .failed("\(memory.message), and the system ended its process")
                : .crashed("its process was ended by \(Self.name(ofSignal: ending.code))")
        } else {
            self = Self.exited(ending)
        }
    }

    private static func exited(_ ending: ChildRun.Ending) -> TrialVerdict {
        let error = ending.error
        let text = ending.complaint.split(separator: "\n").last.map { ": " + $0.prefix(300) } ?? ""
        let said = error?.message ?? "its process ended with exit code \(ending.code)\(text)"
        switch ending.code {
        case 0: return .finished
        case 75, 128 + SIGINT, 128 + SIGTERM: return .left
        case 73: return error?.id == "run-in-use" ? .inUse : .cannotWrite(said)
        case 65 where error?.id == "drift" || error?.id == "plan-differs": return .stale(said)
        default: return .failed(said)
        }
    }

    /// `signal 11 (SIGSEGV)`.
    static func name(ofSignal number: Int32) -> String {
        let names: [Int32: String] = [
            SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGHUP: "SIGHUP", SIGILL: "SIGILL", SIGKILL: "SIGKILL",
            SIGSEGV: "SIGSEGV", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ",
        ]
        return "signal \(number)" + (names[number].map { " (\($0))" } ?? "")
    }
}
