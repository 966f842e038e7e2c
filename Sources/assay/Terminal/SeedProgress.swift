import Execution
import Foundation
import Plan
import Results
import Sweeping

/// How far the runs of several seeds have come; pure, so that it can be tested as text.
struct SeedProgress {
    let claims: [ClaimPlan]
    private let trainings: [PreparedTrial.Training]
    private var runs: [(seed: Int, progress: RunProgress)] = []

    init(plan: Plan) {
        claims = plan.claims
        trainings = plan.trainings
    }

    /// Takes in what happened.
    mutating func take(_ notice: Verifier.Notice) {
        switch notice {
        case .started(let child): runs.append((child.seed, RunProgress(trainings: trainings)))
        case .ended(let record): runs.removeAll { $0.seed == record.seed }
        case .event(let seed, let event):
            guard let index = runs.firstIndex(where: { $0.seed == seed }) else { return }
            runs[index].progress.take(event)
        case .reused, .stopping: break
        }
    }

    /// A line a run: `seed 43 ━━━━━━━━━━━━━━━━━━━━ training_1, epoch 3/25 - acc: 0.8123 - loss: 0.4312`.
    func lines(_ bar: ProgressBar) -> [String] { runs.map { seed, progress in "seed \(seed) \(progress.text(bar))" } }
}
