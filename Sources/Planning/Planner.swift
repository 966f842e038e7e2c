import Diagnostics
import Experiment
import Plan
import Weights

/// Turns what a person wrote into what will happen.
public enum Planner {
    /// Resolves a file: defaults, names, shapes, and all that can be known before the first batch.
    ///
    /// - Parameters:
    ///   - file: The typed experiment.
    ///   - probe: Looks at data sets; nil leaves them untouched (`check`), and what depends on their contents unsaid.
    ///   - memory: The bytes of this machine's memory; a training step that needs more is an error. Nil asks nothing of the machine.
    public static func resolve(_ file: ExperimentFile, probe: (any DataProbe)?, memory: Int? = nil) -> Resolution {
        var resolver = Resolver(file: file, probe: probe, memory: memory)
        return resolver.resolve()
    }
}

/// One file while it is being resolved: what has been found so far, and what is wrong with it.
struct Resolver {
    let file: ExperimentFile
    let probe: (any DataProbe)?
    let memory: Int?

    /// What is wrong, in the order found.
    private(set) var diagnostics: [Diagnostic] = []
    /// What has been said, and of which place.
    private var said: Set<Statement> = []
    /// What is said once a file although it shows in several steps, such as a model that nothing builds.
    private var mistakes: Set<String> = []
    /// Whether something is missing that the decoder has already complained about.
    var isIncomplete = false
    /// Whether a compile step names a model that there is not: any model may be the one that was meant.
    var hasLostCompile = false
    var provenance = Provenance()

    /// The data sets in the order of the file, without those that are broken.
    var datasets: [DatasetPlan] = []
    /// Architectures that have been worked out; nil for a broken one.
    var architectures: [String: Architecture?] = [:]
    /// Models in the order in which they were built.
    var models: [ModelPlan] = []
    /// What is known of each model after the steps so far; nil for one whose build is broken.
    var states: [String: ModelState?] = [:]
    /// The names of the metrics that a model was last compiled with, known even where its network is broken.
    var metricNames: [String: [String]] = [:]
    /// What the steps so far leave behind, by step id.
    var products: [String: StepProduct] = [:]
    /// What each load_weights step so far would do, by step id.
    var loads: [String: LoadReport] = [:]
    /// The id of every step of the file, in order.
    var ids: [String] = []

    /// A resolver at its beginning.
    init(file: ExperimentFile, probe: (any DataProbe)?, memory: Int?) {
        self.file = file
        self.probe = probe
        self.memory = memory
    }

    /// Goes through the whole file, once.
    mutating func resolve() -> Resolution {
        let name = resolveName()
        resolveDatasets()
        for entry in file.models { _ = architecture(entry.name) }
        lintUnusedCallbacks()
        lintUnusedParameters()
        let steps = resolveSteps()
        var plan = Plan(
            name: name, description: file.description, semantics: file.semantics, seed: file.seed, datasets: datasets,
            models: models, steps: steps, claims: resolveClaims())
        lintEvaluationData(steps)
        lintLoggers()
        noteProvenance()

        let failed = isIncomplete || diagnostics.contains { $0.severity == .error }
        if !failed { judgeClaims(of: &plan) }
        let found = diagnostics.inReadingOrder()
        // The sweep is no part of the plan: what is wrong with it does not keep a trial from running.
        diagnostics = failed ? diagnostics.filter { $0.severity == .error } : []
        let count = diagnostics.count
        let sweep = resolveSweep()
        return Resolution(
            plan: failed ? nil : plan, provenance: provenance, loads: loads, diagnostics: found, sweep: sweep,
            sweepDiagnostics: Array(diagnostics.dropFirst(count)).inReadingOrder())
    }

    /// Says what is wrong with a place, once.
    mutating func report(_ id: String, _ message: String, at place: Place?, help: [String] = []) {
        report(id, .error, message, at: place, help: help)
    }

    /// Says something about a place, once.
    mutating func report(
        _ id: String, _ severity: Diagnostic.Severity, _ message: String, at place: Place?, help: [String] = []
    ) {
        add(Diagnostic(id, severity, message, at: place?.position, length: place?.length ?? 1, help: help))
    }

    /// Adds a diagnostic unless the same has been said of the same place.
    mutating func add(_ diagnostic: Diagnostic) {
        let statement = Statement(
            id: diagnostic.id, position: diagnostic.position, message: diagnostic.position == nil ? diagnostic.message : nil)
        if said.insert(statement).inserted { diagnostics.append(diagnostic) }
    }

    /// Whether a mistake is met for the first time; its name is for this alone.
    mutating func isNew(_ mistake: String) -> Bool { mistakes.insert(mistake).inserted }

    private struct Statement: Hashable {
        var id: String
        var position: SourcePosition?
        var message: String?
    }

    /// The experiment's name: a folder under `Results/`. A file without steps, a library or data sets alone, needs none.
    private mutating func resolveName() -> String {
        guard let name = file.name else {
            if !file.steps.isEmpty, !file.lost.contains("name") {
                report(
                    "missing-name", "the experiment has no name", at: file.$name.place ?? file.steps.first?.$kind.place,
                    help: ["write `name: my-experiment` at the top: results go to Results/my-experiment"])
            }
            return "data"
        }
        checkReserved(name, ["published"], what: "the experiment's name", at: file.$name.place)
        return name
    }
}

extension Located {
    /// Where it was written; nil for a default.
    var place: Place? { position.map { Place($0, length: length) } }
}
