import Engine
import Plan
import Randomness
import Training

extension ReinitializeStep: ExecutableStep {
    var isBrief: Bool { true }

    /// Draws each parameter from a key of its own: a function of the seed, the step's id and the parameter's place alone.
    func execute(_ id: String, in run: RunContext) throws(TrainingFailure) -> Logs? {
        let session = try run.session(model)
        let chosen = Set(layers)
        let key = RandomKey(seed: UInt64(bitPattern: Int64(seed))).with("reinitialize").with(id)
        try RunContext.engine { () throws(EngineError) in
            var values = try session.parameters()
            var averages = session.averages()
            for (index, entry) in session.network.parameters.enumerated()
            where chosen.contains(session.network.layers[entry.layer].name) {
                values[index] = InitialValues.draw(entry.parameter, key: key.with(index))
                averages[index] = nil
            }
            try session.setParameters(values)
            try session.setAverages(averages)
        }
        return nil
    }
}
