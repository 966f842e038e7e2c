import Experiment
import Plan

/// The one format of weights files that is read and written.
enum WeightsFormat {
    /// How such a file's name ends.
    static let ending = ".safetensors"
}

extension Resolver {
    /// `save_weights`: a built model.
    mutating func saveWeights(_ arguments: SaveWeightsArguments, _ step: StepContext) -> (any StepKind)? {
        let state = state(of: arguments.$model, step)
        guard arguments.$to.isWritten else {
            isIncomplete = true
            return nil
        }
        guard arguments.to.hasSuffix(WeightsFormat.ending) else {
            report(
                "unwritten-format", "weights are written as \(WeightsFormat.ending) files", at: arguments.$to.place,
                help: ["write to: \(arguments.to.prefix { $0 != "." })\(WeightsFormat.ending)"])
            return nil
        }
        return state == nil ? nil : SaveWeightsStep(model: arguments.model, to: arguments.to)
    }
}
