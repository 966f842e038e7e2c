import Foundation

extension OneDNNEngine {
    /// Starts the running program again, once, with OpenMP threads that sleep while they wait for each other.
    ///
    /// By default they spin for milliseconds, and take the cores from whatever else wants to run: loaders of images, other
    /// programs, and each other, where one of them was stopped. On two cores shared with one more busy thread, a training step
    /// takes 1.6 times as long. libgomp reads `OMP_WAIT_POLICY` when it is loaded, before any code of ours, so the way to set it
    /// is a second start. Call it first thing in `main`; it does nothing where the variable is set, or on a system without
    /// `/proc/self/exe`.
    public static func restartWithSleepingThreads() {
        guard getenv("OMP_WAIT_POLICY") == nil else { return }
        setenv("OMP_WAIT_POLICY", "passive", 1)
        execv("/proc/self/exe", CommandLine.unsafeArgv)
    }
}
