import Engine
import Foundation

extension OneDNNEngine {
    /// Starts the running program again, once, with OpenMP threads that wait as ``WaitingThreads`` says.
    ///
    /// libgomp reads its variables when it is loaded, before any code of ours, so the way to set them is a second start. Call it first
    /// thing in `main`; it does nothing where the user has set them, or on a system without `/proc/self/exe`.
    public static func restartWithSleepingThreads() {
        let missing = WaitingThreads.missing(from: ProcessInfo.processInfo.environment)
        guard !missing.isEmpty else { return }
        for (name, value) in missing { setenv(name, value, 1) }
        execv("/proc/self/exe", CommandLine.unsafeArgv)
    }
}
