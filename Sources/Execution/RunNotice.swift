import Network
import Plan
import Results
import Training
import Weights

/// What happens in a run, for whoever shows it; nothing here prints.
public enum RunNotice: Sendable {
    /// A step begins.
    case stepStarted(StepPlan)
    /// Something happened in a training.
    case training(step: String, TrainingEvent)
    /// An evaluation or a prediction got on.
    case evaluating(step: String, BatchProgress)
    /// A weights file was matched to a model; where it is refused, the step fails next.
    case loaded(step: String, LoadReport)
    /// A step is done: what it measured, if it measures anything.
    case stepEnded(StepPlan, values: Logs?, seconds: Double)
    /// A line was added to `events.jsonl`.
    case event(RunEvent)
}
