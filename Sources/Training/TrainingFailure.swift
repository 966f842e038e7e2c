import Diagnostics
import Engine
import Plan

/// Why a training or an evaluation ended before its end.
public enum TrainingFailure: Error, Hashable, Sendable {
    /// Something is wrong, and this is what.
    case diagnostic(Diagnostic)
    /// Someone asked for it, between two batches; the model is as the last finished step left it.
    case interrupted
}

extension TrainingFailure {
    /// Runs a call on an engine or on the world outside, and puts what it throws in our words.
    static func wrap<Value>(_ call: () throws(EngineError) -> Value) throws(TrainingFailure) -> Value {
        do { return try call() } catch { throw .diagnostic(Diagnostic(engine: error)) }
    }

    /// The same for a call that throws a diagnostic already.
    static func wrap<Value>(_ call: () throws(Diagnostic) -> Value) throws(TrainingFailure) -> Value {
        do { return try call() } catch { throw .diagnostic(error) }
    }
}

extension Diagnostic {
    /// An engine's error for people: what the network asks for and the engine lacks is the experiment's affair, a setting is
    /// its writer's, the rest is ours.
    public init(engine error: EngineError) {
        switch error {
        case .unsupported(let layer, let reason):
            self.init("engine-unsupported", .error, "the engine cannot compute \(layer): \(reason)")
        case .mismatch(let reason):
            self.init("engine-mismatch", .error, "values do not fit the network: \(reason)", outcome: .internalFault)
        case .notCompiled:
            self.init("engine-not-compiled", .error, "the model was used before it was compiled", outcome: .internalFault)
        case .memory(let needed, let available):
            let rest = available.map { ", and there are \(ReadableNumber.bytes($0))" } ?? ""
            self.init(
                "out-of-memory", .error, "the engine needs \(ReadableNumber.bytes(needed)) more of memory at once\(rest)",
                help: ["use a smaller batch_size, smaller images or fewer filters", "or end other programs, or raise the limit"],
                outcome: .failed)
        case .library(let reason):
            self.init("engine-library", .error, "the engine's library failed: \(reason)", outcome: .internalFault)
        case .setting(let reason, let remedy):
            self.init("engine-setting", .error, reason, help: [remedy], outcome: .usage)
        }
    }
}
