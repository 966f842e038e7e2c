import Execution
import Foundation
import Plan
import Results

/// How far the runs of several seeds have come; pure, so that it can be tested as text.
struct SeedProgress {
    let claims: [ClaimPlan]
    /// Epochs of each training, by step id.
    private let epochs: [String: Int]
    private var runs: [(seed: Int, state: State)] = []

    /// What is known of a run under way.
    fileprivate struct State {
        /// Epochs done, over all trainings.
        var done = 0
        /// The epochs of trainings that ended early which will not come.
        var skipped = 0
        /// The step under way.
        var step = ""
        /// Epochs done of that step.
        var epoch = 0
        /// What the last epoch measured.
        var values: [String: Measure] = [:]
    }

    init(plan: Plan) {
        claims = plan.claims
        epochs = Dictionary(
            plan.steps.compactMap { step in (step.action.kind as? TrainStep).map { (step.id, $0.epochs) } },
            uniquingKeysWith: { $1 })
    }

    /// Takes in what happened.
    mutating func take(_ notice: Verifier.Notice) {
        switch notice {
        case .started(let child): runs.append((child.seed, State()))
        case .ended(let record): runs.removeAll { $0.seed == record.seed }
        case .event(let seed, let event):
            guard let index = runs.firstIndex(where: { $0.seed == seed }) else { return }
            runs[index].state.take(event, epochs: epochs)
        case .reused, .stopping: break
        }
    }

    /// A line a run: `seed 43 ━━━━━━━━━━━━━━━━━━━━ training_1, epoch 3/25 - acc: 0.8123 - loss: 0.4312`.
    func lines(_ bar: ProgressBar) -> [String] {
        let total = epochs.values.reduce(0, +)
        return runs.map { seed, state in
            let place = epochs[state.step].map { "\(state.step), epoch \(min(state.epoch + 1, $0))/\($0)" } ?? state.step
            let values = state.values.sorted { $0.key < $1.key }.filter { !["lr", "learning_rate"].contains($0.key) }
            return "seed \(seed) \(bar.share(of: state.done + state.skipped, in: total)) \(place)"
                + ProgressBar.values(values.map { ($0.key, $0.value.value) })
        }
    }
}

extension SeedProgress.State {
    fileprivate mutating func take(_ event: RunEvent, epochs: [String: Int]) {
        switch event.event {
        case .stepStarted:
            step = event.step ?? ""
            (epoch, values) = (0, [:])
        case .epochEnded:
            done += 1
            epoch = event.epoch ?? epoch + 1
            values = event.values ?? [:]
        case .stepEnded: skipped += max(0, (epochs[step] ?? epoch) - epoch)
        default: break
        }
    }
}
