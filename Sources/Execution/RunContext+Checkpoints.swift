import Diagnostics
import Engine
import Network
import Plan
import Results
import Training

// How a run is left and taken up again.
extension RunContext {
    /// Whether it is time for a checkpoint within a training.
    var wantsCheckpoint: Bool { (clock.now - lastCheckpoint).inSeconds >= settings.checkpointSeconds }

    /// Writes a checkpoint.
    ///
    /// - Parameter training: Where the training under way stands; nil at the end of a step.
    func keep(_ training: TrainingState? = nil) throws(TrainingFailure) {
        // What the checkpoint takes for written must be on the disk before it.
        try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try log.synchronize() }
        var state = Checkpoint.State(planSha256: record.planSha256 ?? "", stepsDone: stepsDone, record: record)
        state.record.seconds = seconds
        (state.worked, state.waited) = (worked, waited)
        state.texts = texts.isEmpty ? nil : texts
        state.stepSeconds = training == nil ? 0 : stepTime.seconds
        state.training = training
        let checkpoint = Checkpoint(state: state, models: try models(for: ModelNeeds(of: plan.steps[stepsDone...])))
        try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try checkpoints.write(checkpoint) }
        lastCheckpoint = clock.now
    }

    /// Whether the run is left at the end of an epoch (from 1) of a training, of which the newest checkpoint is.
    func leaves(_ step: String, after epoch: Int) throws(Diagnostic) -> Bool {
        guard let pause = settings.pause, pause.step == step, pause.epoch == epoch else { return false }
        if pause.keepsRung {
            try Rung.keep(directory, epoch: epoch, steps: plan.steps.map(\.id), checkpoints: checkpoints)
        }
        return true
    }

    /// The models that are left as they are.
    private func models(for needs: ModelNeeds) throws(TrainingFailure) -> [String: Checkpoint.Model] {
        var models: [String: Checkpoint.Model] = [:]
        for name in needs.parameters {
            guard let session = sessions[name] else { continue }
            let isOptimized = needs.optimizers.contains(name) && compiled[name] != nil
            models[name] = try Self.engine { () throws(EngineError) in
                Checkpoint.Model(
                    parameters: try session.parameters(), averages: session.averages(), compiled: compiled[name],
                    optimizer: isOptimized ? try session.optimizerState() : nil)
            }
        }
        return models
    }

    /// Puts everything where a checkpoint has it.
    func restore(_ checkpoint: Checkpoint) throws(TrainingFailure) {
        let state = checkpoint.state
        stepsDone = state.stepsDone
        (worked, waited) = (state.worked, state.waited)
        texts = state.texts ?? [:]
        for (name, model) in checkpoint.models.sorted(by: { $0.key < $1.key }) {
            try build(name)
            try Self.engine { () throws(EngineError) in
                try session(named: name).setParameters(model.parameters)
                try session(named: name).setAverages(model.averages)
            }
            guard let step = model.compiled else { continue }
            try compile(step)
            guard let optimizer = model.optimizer else { continue }
            try Self.engine { () throws(EngineError) in try session(named: name).setOptimizerState(optimizer) }
        }
    }

    private func session(named name: String) throws(EngineError) -> any EngineSession {
        guard let session = sessions[name] else { throw .library("the model \(name) was not built") }
        return session
    }
}
