import Plan
import Results
import Sweeping

/// How far a run in another process has come, by its events; pure, so that it can be tested as text.
struct RunProgress {
    private let trainings: [PreparedTrial.Training]
    /// Epochs done, over all trainings.
    private var done = 0
    /// The epochs of trainings that ended early which will not come.
    private var skipped = 0
    /// The step under way.
    private var step = ""
    /// Epochs done of that step.
    private var epoch = 0
    /// The training that a run goes on in, and its epochs that are done.
    private var left: (step: String, epoch: Int)?
    /// What the last epoch measured.
    private var values: [String: Measure] = [:]

    init(trainings: [PreparedTrial.Training]) { self.trainings = trainings }

    /// Takes in what happened.
    mutating func take(_ event: RunEvent) {
        switch event.event {
        case .runResumed:
            // What came before is done.
            let before = trainings.prefix { $0.step != event.step }
            if let step = event.step, before.count < trainings.count {
                left = (step, max(0, (event.epoch ?? 1) - 1))
                done = before.map(\.epochs).reduce(0, +) + max(0, (event.epoch ?? 1) - 1)
            }
        case .stepStarted:
            step = event.step ?? ""
            (epoch, values) = (left?.step == step ? left?.epoch ?? 0 : 0, [:])
            left = nil
        case .epochEnded:
            done += 1
            epoch = event.epoch ?? epoch + 1
            values = event.values ?? [:]
        case .stepEnded: skipped += max(0, (epochs(of: step) ?? epoch) - epoch)
        default: break
        }
    }

    private func epochs(of step: String) -> Int? { trainings.first { $0.step == step }?.epochs }

    /// `━━━━━━━━━━━━━━━━━━━━ training_1, epoch 3/25 - acc: 0.8123 - loss: 0.4312`.
    ///
    /// - Parameter metrics: The names of the values to show; nil shows all.
    func text(_ bar: ProgressBar, metrics: [String]? = nil) -> String {
        let total = trainings.map(\.epochs).reduce(0, +)
        if step.isEmpty { return "\(bar.share(of: 0, in: max(total, 1))) starting" }
        let place = epochs(of: step).map { "\(step), epoch \(min(epoch + 1, $0))/\($0)" } ?? step
        let shown = values.filter { metrics?.contains($0.key) ?? !["lr", "learning_rate"].contains($0.key) }
        return "\(bar.share(of: done + skipped, in: total)) \(place)"
            + ProgressBar.values(shown.sorted { $0.key < $1.key }.map { ($0.key, $0.value.value) })
    }
}

extension Plan {
    /// The trainings, in their order.
    var trainings: [PreparedTrial.Training] {
        steps.compactMap { step in
            (step.action.kind as? TrainStep).map { PreparedTrial.Training(step: step.id, epochs: $0.epochs) }
        }
    }
}
