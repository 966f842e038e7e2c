import Diagnostics
import Engine
import Foundation
import Network
import Training
import Weights

/// A session's weights as a file in the run directory, and back.
enum WeightsFile {
    /// Writes every parameter of a session as safetensors; the bytes hold nothing but names, shapes and values.
    static func save(_ session: any EngineSession, to name: String, in run: RunContext) throws(TrainingFailure) {
        let values = try RunContext.engine { () throws(EngineError) in try session.parameters() }
        let tensors = zip(session.network.parameters, values).map { (name: $0.name, tensor: $1) }
        try run.write { directory throws(Diagnostic) in
            let bytes = try SafeTensors.write(tensors)
            try directory.write(Data(bytes), to: name)
        }
    }
}
