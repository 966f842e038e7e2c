import Network
import Plan

extension LearningRateScheduler: WorkingCallbackKind {
    func makeCallback(semantics: Semantics, ordinal: Int) -> any TrainingCallback {
        LearningRateSchedulerCallback(settings: self)
    }
}

/// `keras/src/callbacks/learning_rate_scheduler.py`: the rate is set in every epoch, whatever other callbacks have made of it.
struct LearningRateSchedulerCallback: TrainingCallback {
    let settings: LearningRateScheduler
    var state = NoState()

    mutating func epochBegan(_ context: EpochContext) throws(TrainingFailure) {
        if let rate = settings.rate(ofEpoch: context.epoch + 1) { context.session.learningRate = Float(rate) }
    }
}
