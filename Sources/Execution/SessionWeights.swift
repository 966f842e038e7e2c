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

    /// Sets a session's parameters from a file as a step says.
    ///
    /// - Parameter observe: Told what is loaded and what is not before anything is, also where the file is refused.
    static func load(
        _ path: String, into session: any EngineSession, as step: LoadWeightsStep,
        observe: (LoadReport) throws(TrainingFailure) -> Void
    ) throws(TrainingFailure) {
        let file = try TrainingFailure.ofDiagnostics { () throws(Diagnostic) in try WeightsFile.load(path) }
        let match = WeightMatch(WeightsIndex(file), named: path, to: session.network, as: step)
        try observe(match.report)
        if let refusal = match.refusal { throw .diagnostic(refusal) }
        try RunContext.engine { () throws(EngineError) in
            try session.setParameters(zip(session.parameters(), match.values(of: file)).map { $1 ?? $0 })
        }
    }
}
