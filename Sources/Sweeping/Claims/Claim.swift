/// A trial that this process, and no other, works on, until it says what became of it.
public final class Claim: Sendable {
    /// What to do.
    public let task: TrialTask
    /// How often the trial was claimed, from 1.
    public let attempt: Int

    init(_ task: TrialTask, attempt: Int) {
        self.task = task
        self.attempt = attempt
    }
}
