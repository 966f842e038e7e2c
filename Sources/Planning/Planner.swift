import Experiment

/// Turns what a person wrote into what will happen.
public enum Planner {
    /// Resolves a file: defaults, names, shapes, and all that can be known before the first batch.
    ///
    /// - Parameters:
    ///   - file: The typed experiment.
    ///   - probe: Looks at data sets; nil leaves them untouched (`check`), and what depends on their contents unsaid.
    ///   - memory: The bytes of this machine's memory; a training step that needs more is an error. Nil asks nothing of the machine.
    public static func resolve(_ file: ExperimentFile, probe: (any DataProbe)?, memory: Int? = nil) -> Resolution {
        Resolution(plan: nil, provenance: Provenance(), diagnostics: [])
    }
}
