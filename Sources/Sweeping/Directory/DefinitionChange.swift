import Diagnostics
import Plan

/// What a sweep's file says now beside what its folder holds.
struct DefinitionChange {
    /// What becomes of it.
    enum Verdict: Equatable {
        /// The same sweep goes on.
        case same
        /// The same sweep goes on with other points, seeds or rules.
        case extended
        /// The same as far as is known; each trial that was begun must be looked at.
        case extendedIfTrialsAreSame
        /// Another sweep: what differs, a sentence each.
        case another([String])
    }

    let old: SweepDefinition
    let new: SweepDefinition

    /// Compares; what JSON cannot tell apart is equal.
    init(from old: SweepDefinition, to new: SweepDefinition) {
        self.old = old
        self.new = (try? PlanCoding.decode(SweepDefinition.self, from: PlanCoding.encode(new))) ?? new
    }

    var verdict: Verdict {
        let differences = baseDifferences + sweepDifferences
        guard differences.isEmpty else { return .another(differences) }
        guard old.base.document == new.base.document else { return .extendedIfTrialsAreSame }
        return Self.deciding(old.sweep) == Self.deciding(new.sweep) ? .same : .extended
    }

    /// A sweep without what changes no number.
    private static func deciding(_ sweep: SweepPlan) -> SweepPlan {
        var sweep = sweep
        sweep.resources = SweepResources()
        return sweep
    }

    /// Differences told of.
    private static let shown = 10

    /// What differs in what all trials have in common. That the text is another one while the plan is the same is none yet.
    private var baseDifferences: [String] {
        var result: [String] = []
        let changes = PlanDifference(from: old.base.plan, to: new.base.plan).changes
        result += changes.prefix(Self.shown).map { "plan: \($0)" }
        if changes.count > Self.shown { result.append("plan: \(changes.count - Self.shown) more values differ") }
        if changes.isEmpty, old.base.plan != new.base.plan {
            result.append("the plan is another one, in what follows from the rest of it")
        }
        result += Self.changes(old.base.data, new.base.data).map { "the data of '\($0)' is another: \($1)" }
        result += Self.changes(old.base.weights, new.base.weights).map { "the weights that step '\($0)' loads are others: \($1)" }
        if old.base.engine != new.base.engine { result.append("the engine was \(old.base.engine) and is \(new.base.engine)") }
        if old.base.version != new.base.version {
            result.append("the version of assay was \(old.base.version) and is \(new.base.version)")
        }
        return result
    }

    /// What differs in the sweep that would make its results no longer comparable.
    private var sweepDifferences: [String] {
        var result: [String] = []
        if old.sweep.objective != new.sweep.objective {
            result.append("objective: \(Self.text(old.sweep.objective)) -> \(Self.text(new.sweep.objective))")
        }
        if old.sweep.seed != new.sweep.seed { result.append("seed of the sweep: \(old.sweep.seed) -> \(new.sweep.seed)") }
        return result
    }

    private static func text(_ objective: SweepObjective) -> String {
        "\(objective.mode.rawValue) of \(objective.metric) of \(objective.step), \(objective.epoch.rawValue) epoch"
    }

    private static func changes(_ old: [String: String], _ new: [String: String]) -> [(String, String)] {
        Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map { name in
            (name, "\(old[name].map { "\($0.prefix(12))" } ?? "none") -> \(new[name].map { "\($0.prefix(12))" } ?? "none")")
        }
    }

    /// Why the sweep must not go on.
    func refusal(_ differences: [String], in directory: SweepDirectory) -> SweepRefusal {
        SweepRefusal(
            [
                Diagnostic(
                    "sweep-differs",
                    "\(directory.url.path) holds a sweep of another experiment: what it measured could not be compared with what this one would",
                    help: [
                        "undo what differs, or give the sweep another name with --set sweep.name=NAME",
                        "parameters, constraints, extra_trials, trials, seeds, method and scheduler may change: such a change extends the sweep",
                    ])
            ] + differences.map { Diagnostic("drift-sweep", $0) })
    }
}
