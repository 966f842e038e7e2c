import Diagnostics
import Plan
import Weights

/// What became of an experiment file: the plan, who set what, and everything there is to say about it.
public struct Resolution: Sendable {
    /// What will happen; nil where a diagnostic is an error.
    public var plan: Plan?
    /// Who set what.
    public var provenance: Provenance
    /// What each load_weights step would do, by step id: those from trainings, and those from files where a probe has looked.
    public var loads: [String: LoadReport] = [:]
    /// Every error, warning and lint, in the order of the file as far as that is possible.
    public var diagnostics: [Diagnostic]
    /// The sweep; nil where there is none, or where something is wrong.
    public var sweep: SweepPlan?
    /// What there is to say about the sweep alone; a run of the plan does not care.
    public var sweepDiagnostics: [Diagnostic] = []
}

/// The place in a file, or the flag, that set a value of the plan. Never part of the plan, nor of its hash.
public struct Provenance: Hashable, Sendable {
    /// Places by path: `datasets.train_1.batch_size`, `steps.training_1.epochs`, `models.xray_cnn.layers[3]`.
    public private(set) var positions: [String: SourcePosition] = [:]

    /// The place that set a value; nil where nobody wrote it and the default stands.
    public subscript(path: String) -> SourcePosition? { positions[path] }

    /// Notes where a value was written; a default leaves no trace.
    mutating func note(_ path: String, _ position: SourcePosition?) {
        if let position { positions[path] = position }
    }
}
