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
            try session.setFrozen(Set(frozen))
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
    public var compilation: Compilation {
        var rates: [String: Double] = [:]
        for entry in learningRates ?? [] { for layer in entry.layers { rates[layer] = entry.rate } }
        return Compilation(
            loss: loss.value, optimizer: optimizer.value, frozen: Set(frozen), rates: rates, undecayed: Set(undecayed ?? []))
    }
}
