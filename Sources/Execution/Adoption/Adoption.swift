import Diagnostics
import Engine
import Foundation
import Network
import Plan
import Results
import Training

/// A run that goes on from the state of another one at the end of an epoch, under its own plan.
///
/// What differs between the plans has the value of the new one from here on; what does not goes on as the other run left it. So a learning
/// rate that both plans begin with stays where ReduceLROnPlateau has brought it, and another one takes effect as it is written, a schedule
/// at the step that it has come to. Callbacks keep what they remember and go by their new arguments. Where the new optimizer remembers other
/// things of each parameter, it begins with nothing remembered.
struct Adoption {
    let plan: Plan
    let sha256: String
    let settings: RunSettings
    let directory: RunDirectory
    let rung: Rung

    /// Puts the state into the directory, files first and the checkpoint last: repeated where it was cut short, it gives the same.
    ///
    /// - Throws: The diagnostics `adoption-misfit` where the plans have too little in common, or `drift`; none where it was interrupted.
    func perform(isInterrupted: () -> Bool) throws(ResumeRequest.Failure) -> (inputs: RunInputs, record: AdoptionRecord) {
        let donor = try ResumeRequest.Failure.of { () throws(Diagnostic) in try rung.read() }
        let inputs: RunInputs
        do throws(TrainingFailure) {
            inputs =
                if let known = settings.inputs { known } else {
                    try RunInputs(of: plan, settings: settings, isInterrupted: isInterrupted)
                }
        } catch {
            guard case .diagnostic(let diagnostic) = error else { throw ResumeRequest.Failure(diagnostics: []) }
            throw ResumeRequest.Failure(diagnostics: [diagnostic])
        }
        try compare(donor.checkpoint, donor.lock, inputs.lock)
        let adopted = AdoptionRecord(
            time: RunRecord.text(Date()), run: rung.run, step: step(of: donor.checkpoint)?.id ?? "", epoch: rung.epoch)
        let checkpoint = translated(donor.checkpoint, adopted)
        try ResumeRequest.Failure.of { () throws(Diagnostic) in
            for file in Rung.files(of: directory, steps: plan.steps.map(\.id)) where donor.files[file] == nil {
                unlink(try directory.file(file).path)
            }
            for (file, data) in donor.files.sorted(by: { $0.key < $1.key }) { try directory.write(data, to: file) }
            for (file, text) in checkpoint.state.texts ?? [:] { try directory.write(text, to: file) }
            try directory.write(inputs.lock)
            let folder = CheckpointFolder(directory)
            try folder.write(checkpoint)
            folder.removeAllButNewest()
        }
        return (inputs, adopted)
    }

    /// Whether the directory holds a state that goes back to the rung.
    static func isDone(in directory: RunDirectory, _ rung: Rung, plan: Plan, sha256: String) -> Bool {
        func goesBack(_ record: RunRecord?) -> Bool {
            guard let last = record?.adopted?.last else { return false }
            return (last.run, last.epoch) == (rung.run, rung.epoch)
        }
        if let record = try? directory.record(), record.status == .completed, record.planSha256 == sha256 {
            return goesBack(record)
        }
        // A state without its lock would begin again at its beginning.
        guard let lock = try? directory.lock(), lock.planSha256 == sha256 else { return false }
        return goesBack(
            CheckpointFolder(directory).newest(ofPlan: sha256, steps: plan.steps.count).checkpoint?.state.record)
    }

    private func step(of checkpoint: Checkpoint) -> StepPlan? {
        plan.steps.indices.contains(checkpoint.state.stepsDone) ? plan.steps[checkpoint.state.stepsDone] : nil
    }

    // MARK: What must agree

    private func compare(_ checkpoint: Checkpoint, _ old: RunLock, _ new: RunLock) throws(ResumeRequest.Failure) {
        var changes = AdoptionForm.obstacles(from: old.plan, to: new.plan)
        if changes.isEmpty {
            changes = checkpoint.models.sorted { $0.key < $1.key }.compactMap { name, model in
                AdoptionForm.misfit(of: model.parameters.map(\.shape), in: plan, model: name)
            }
        }
        guard changes.isEmpty else {
            throw ResumeRequest.Failure(
                diagnostics: [
                    Diagnostic(
                        "adoption-misfit", .error,
                        "\(directory.url.path) cannot go on from epoch \(rung.epoch) of \(rung.run): what differs cannot change under way",
                        help: ["let the sweep vary what training may change: optimizers, dropout, augmentation, callbacks"])
                ] + changes.prefix(10).map { Diagnostic("drift-plan", .error, "plan: \($0)") })
        }
        // What a lock says of its plan was compared above.
        let drifts = RunLock.drift(from: old, to: new).filter { $0.subject != .plan }
        guard drifts.isEmpty else {
            throw ResumeRequest.Failure(
                diagnostics: [
                    Diagnostic("drift", .error, "data or program are not as when \(rung.run) came to epoch \(rung.epoch)")
                ]
                    + drifts.map { drift in
                        var diagnostic = drift.diagnostic
                        diagnostic.severity = .error
                        return diagnostic
                    })
        }
    }

    // MARK: The state under the new plan

    private func translated(_ donor: Checkpoint, _ adopted: AdoptionRecord) -> Checkpoint {
        var checkpoint = donor
        checkpoint.state.planSha256 = sha256
        var record = donor.state.record
        (record.experiment, record.runId, record.seed, record.planSha256) = (plan.name, directory.id, plan.seed, sha256)
        record.started = (try? directory.record())?.started ?? adopted.time
        (record.host, record.git) = (HostRecord(), GitRecord(of: settings.sourceFolder))
        record.resumed = nil
        record.adopted = (record.adopted ?? []) + [adopted]
        checkpoint.state.record = record
        for (name, model) in donor.models {
            guard let old = model.compiled, var new = compilation(of: name, before: donor.state.stepsDone) else { continue }
            new.frozen = old.frozen
            checkpoint.models[name]?.compiled = new
            checkpoint.models[name]?.optimizer = model.optimizer.map { translated($0, old.optimizer.value, new.optimizer.value) }
        }
        return checkpoint
    }

    private func compilation(of model: String, before count: Int) -> CompileStep? {
        plan.steps.prefix(count).compactMap { $0.action.kind as? CompileStep }.last { $0.model == model }
    }

    private func translated(_ state: OptimizerState, _ old: any Optimizer, _ new: any Optimizer) -> OptimizerState {
        var state = state
        if old.learningRate != new.learningRate { state.learningRate = new.learningRate.rate(at: state.step) }
        if old.rememberedArrays != new.rememberedArrays { state.moments = state.moments.map { _ in [] } }
        return state
    }
}
