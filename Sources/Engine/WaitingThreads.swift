/// How the threads of an engine wait for each other, as OpenMP's runtime reads it from the environment of a process.
///
/// By default they spin for milliseconds, and take the cores from whatever else wants to run: loaders of images, other programs, and
/// each other, where one of them was stopped. On two cores shared with one more busy thread, a training step takes 1.6 times as long.
/// Threads that sleep at once have to be woken for each of a step's parts, which on two cores makes a step 2 to 4 % longer. So they spin
/// for some tenths of a millisecond, which bridges what lies between two parts, and then sleep.
public enum WaitingThreads {
    private static let policy = "OMP_WAIT_POLICY"
    private static let variables = [policy: "passive", "GOMP_SPINCOUNT": "10000"]

    /// The variables that an environment lacks: none where the user has set how threads wait.
    public static func missing(from environment: [String: String]) -> [String: String] {
        environment[policy] == nil ? variables.filter { environment[$0.key] == nil } : [:]
    }
}
