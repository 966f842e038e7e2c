import Datasets
import Plan

/// How a data set's batches come to the first training that uses it: the very batches that previews and `assay data batches` show.
public struct TrainingStream: Hashable, Sendable {
    /// Batches an epoch; nil is one pass.
    public var steps: Int?
    /// What the batches are for.
    public var use: EpochSchedule.Use
    /// The name of the draws.
    public var name: String

    /// The stream of a data set in a plan: that of the first training on it, else of the first validation, else one of its own.
    public init(of dataset: String, in plan: Plan) {
        let trainings = plan.steps.compactMap { step in (step.action.value as? TrainStep).map { (step.id, $0) } }
        if let (id, training) = trainings.first(where: { $0.1.data == dataset }) {
            self.init(training, id: id)
        } else if let (id, training) = trainings.first(where: { $0.1.validationData == dataset }) {
            self.init(validationOf: training, id: id)
        } else {
            self.init(steps: nil, use: .evaluation, name: "preview")
        }
    }

    /// The stream that a training draws its own data from.
    init(_ training: TrainStep, id: String) {
        self.init(steps: training.stepsPerEpoch, use: .training, name: "\(id)/training")
    }

    /// The stream that a training draws its validation data from.
    init(validationOf training: TrainStep, id: String) {
        self.init(steps: training.validationSteps, use: .validation, name: "\(id)/validation")
    }

    private init(steps: Int?, use: EpochSchedule.Use, name: String) {
        self.steps = steps
        self.use = use
        self.name = name
    }

    /// Batches in order, for one pass over the data set.
    public func schedule(_ dataset: Dataset) -> EpochSchedule { dataset.schedule(use, steps: steps, stream: name) }
}
