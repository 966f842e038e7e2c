import Experiment
import Plan

extension Resolver {
    /// `save_weights`: a built model, and the name of a weights file.
    mutating func saveWeights(_ arguments: SaveWeightsArguments, _ step: StepContext) -> (any StepKind)? {
        let state = state(of: arguments.$model, step)
        guard arguments.$to.isWritten else {
            isIncomplete = true
            return nil
        }
        let place = arguments.$to.place
        if checkFolderName(arguments.to, what: "the file", at: place),
            !["safetensors", "h5", "hdf5"].contains(where: { arguments.to.hasSuffix(".\($0)") })
        {
            report(
                "unknown-format", "'\(arguments.to)' does not say in which format", at: place,
                help: ["end it with .safetensors, .h5 or .hdf5"])
        }
        return state == nil ? nil : SaveWeightsStep(model: arguments.model, to: arguments.to)
    }
}
