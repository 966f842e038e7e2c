import Engine
import Network
import Plan

extension TrainingLoop {
    /// Makes the layers trainable that an epoch (from 1) thaws.
    ///
    /// What the optimizer remembers of the others goes on, as do its steps and its rate; of the thawed ones it remembers nothing yet.
    func thaw(atEpoch epoch: Int) throws(TrainingFailure) {
        let thaws = (trainer.step.thaw ?? []).filter { $0.epoch == epoch }
        guard !thaws.isEmpty else { return }
        let thawed = Set((trainer.step.thaw ?? []).filter { $0.epoch <= epoch }.flatMap(\.layers))
        let frozen = trainer.compile.frozen.filter { !thawed.contains($0) }
        let session = session
        try TrainingFailure.wrap { () throws(EngineError) in
            let state = try session.optimizerState()
            try session.compile(trainer.compile.compilation(frozen: frozen))
            try session.setOptimizerState(state)
        }
        hooks.frozen(frozen)
        for thaw in thaws {
            let what = thaw.selectors.joined(separator: ", ")
            try journal.tell(
                CallbackMessage(
                    callback: TrainStep.kind, action: .thawed, epoch: epoch,
                    text: "Epoch \(epoch): thawing \(what) (\(thaw.layers.count) layer\(thaw.layers.count == 1 ? "" : "s"))."))
        }
    }
}

extension CompileStep {
    /// What a session is compiled for.
    ///
    /// - Parameter frozen: The names of the frozen layers; nil takes the step's own.
    public func compilation(frozen: [String]? = nil) -> Compilation {
        Compilation(loss: loss.value, optimizer: optimizer.value, frozen: Set(frozen ?? self.frozen))
    }
}
