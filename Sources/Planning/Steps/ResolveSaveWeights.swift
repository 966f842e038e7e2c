import Experiment
import Plan

/// The formats of weights files that are written; all that the language knows are read.
enum WeightsFormat {
    /// How their names end.
    static let written = [".safetensors", ".weights.h5", ".h5", ".hdf5"]
}

extension Resolver {
    /// `save_weights`: a built model.
    mutating func saveWeights(_ arguments: SaveWeightsArguments, _ step: StepContext) -> (any StepKind)? {
        let state = state(of: arguments.$model, step)
        guard arguments.$to.isWritten else {
            isIncomplete = true
            return nil
        }
        guard WeightsFormat.written.contains(where: arguments.to.hasSuffix) else {
            let stem = arguments.to.prefix { $0 != "." }
            report(
                "unwritten-format", "weights are written as \(WeightsFormat.written.joined(separator: ", ")) files",
                at: arguments.$to.place, help: ["write to: \(stem).safetensors, or to: \(stem).weights.h5 for Keras 3"])
            return nil
        }
        return state == nil ? nil : SaveWeightsStep(model: arguments.model, to: arguments.to)
    }
}
