import Diagnostics
import Engine
import Foundation
import Plan
import Training
import Weights

/// A session's weights as a file, and back.
enum SessionWeights {
    /// Writes every parameter of a session into the run directory.
    static func save(_ session: any EngineSession, to name: String, in run: RunContext) throws(TrainingFailure) {
        let values = try RunContext.engine { () throws(EngineError) in try session.parameters() }
        try run.write { directory throws(Diagnostic) in
            try directory.write(Data(NetworkWeights.bytes(of: session.network, values: values, for: name)), to: name)
        }
    }

    /// Sets a session's parameters from a file; what was loaded and what was not.
    static func load(
        _ path: String, into session: any EngineSession, by matching: LoadWeightsStep.Matching
    ) throws(TrainingFailure) -> LoadReport {
        let matched = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in
            try WeightLoader.match(WeightsFile.load(path), file: path, to: session.network, by: matching)
        }
        try RunContext.engine { () throws(EngineError) in
            try session.setParameters(matched.applied(to: session.parameters()))
        }
        return matched.report
    }
}
