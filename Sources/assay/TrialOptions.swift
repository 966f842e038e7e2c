import ArgumentParser
import Diagnostics
import Execution
import Foundation
import Plan

/// What a sweep tells the runs that are its trials: where they lie, and how far they go.
struct TrialOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Run in this directory and no other, and leave `latest` alone: made where it is missing, taken up where it holds an \
            unfinished run of this plan, and left as it is where it holds a complete one.
            """, visibility: .private),
        completion: .directory)
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "End as if interrupted after an epoch of a training, with its checkpoint: 75 is the exit code.",
            valueName: "STEP:EPOCH",
            visibility: .private))
    var pause: String?

    @Flag(help: ArgumentHelp("Keep the state at the pause as DIRECTORY/rungs/EPOCH.safetensors.", visibility: .private))
    var keepRung = false

    @Option(
        help: ArgumentHelp(
            """
            Put this state of another run, RUN/rungs/EPOCH.safetensors, in the place of what the directory holds, and go on from there \
            under this plan; where that was done before, just go on.
            """, visibility: .private),
        completion: .file(extensions: ["safetensors"]))
    var adopt: String?

    func validate() throws {
        if directory?.isEmpty == true { throw ValidationError("--directory is a run directory") }
        if let pause, RunPause(pause) == nil { throw ValidationError("--pause is a training and an epoch from 1: training_1:4") }
        if keepRung, pause == nil { throw ValidationError("--keep-rung keeps the state at a --pause") }
        if adopt?.isEmpty == true { throw ValidationError("--adopt is a state of another run: RUN/rungs/000004.safetensors") }
        if adopt != nil, directory == nil { throw ValidationError("--adopt needs the --directory that goes on") }
    }

    /// Where the run is left.
    ///
    /// - Throws: A diagnostic where the plan has no such training.
    func pause(in plan: Plan) throws(Diagnostic) -> RunPause? {
        guard let pause = pause.flatMap({ RunPause($0) }) else { return nil }
        guard plan.step(pause.step)?.action.kind is TrainStep else {
            let trainings = plan.steps.filter { $0.action.kind is TrainStep }.map(\.id)
            throw Diagnostic(
                "no-such-training", .error, "--pause \(pause.step):\(pause.epoch): the plan has no training \(pause.step)",
                help: ["its trainings: \(trainings.isEmpty ? "none" : trainings.joined(separator: ", "))"])
        }
        return RunPause(step: pause.step, epoch: pause.epoch, keepsRung: keepRung)
    }
}
