import Diagnostics
import Execution
import Experiment
import Network
import Plan
import Sweeping

/// Tries every value of a sweep before anything starts: each alone, put into the file, which is then planned as a whole.
///
/// What the plan says of a value is said at the value's place. A value that fails alone is tried with other values beside it, since it may
/// be meant for these: then it is a warning.
struct SweepValidation {
    let plan: SweepPlan
    let spec: SweepSpec
    let planner: TrialPlanner

    /// The most values of one parameter, and the most extra trials, that are tried; of more, the ends and some between.
    private static let maximumValues = 200
    /// Where the number between the ends of an interval lies: the smaller part of the golden section.
    private static let inside = 0.381966
    /// How many points with a value are tried where it fails alone.
    private static let companions = 12

    /// Everything that is wrong, or worth knowing.
    func diagnostics() -> [Diagnostic] {
        var result: [Diagnostic] = []
        var sound = Set<String>()
        for parameter in spec.parameters.map(\.wrappedValue) {
            let found = check(parameter)
            if !found.contains(where: { $0.severity == .error }) { sound.insert(parameter.path) }
            result += found
        }
        let trials = spec.extraTrials.count
        for index in Self.chosen(of: trials) { result += check(spec.extraTrials[index]) }
        return result.contains { $0.severity == .error } ? result : result + emptiness()
    }

    // MARK: One value

    private func check(_ parameter: SweepParameterSpec) -> [Diagnostic] {
        var result: [Diagnostic] = []
        for (value, place) in values(of: parameter) {
            let setting = SweepSetting(path: parameter.path, value: value)
            let settings = activating(parameter) + [setting]
            let objections = errors(of: settings)
            guard let first = objections.first else { continue }
            if let place = ownPath(first, setting, parameter.$path) {
                // The path itself: one mistake, whatever the value.
                return [moved(first, to: place)]
            }
            let fits = isBound(first, to: setting) ? false : hasCompanions(parameter, setting)
            result.append(said(first, of: setting, at: place, severity: fits ? .warning : .error))
        }
        return result
    }

    /// The values to try, each with its place: all of a list, the ends of an interval and a number between.
    private func values(of parameter: SweepParameterSpec) -> [(SweepValue, Place?)] {
        func place(_ index: Int) -> Place? {
            parameter.places.indices.contains(index) ? parameter.places[index] : parameter.places.first
        }
        switch parameter.domain {
        case .values(let values, _): return Self.chosen(of: values.count).map { (values[$0], place($0)) }
        case .uniform(let low, let high), .logUniform(let low, let high):
            // The number between is hardly ever whole: whole ends alone would pass where whole numbers are wanted.
            let inner = low + (high - low) * Self.inside
            return [(.number(low), place(0)), (.number(high), place(1))] + (inner.isFinite ? [(.number(inner), place(0))] : [])
        case .intUniform(let low, let high):
            // Whole numbers often stand for sizes, which fail somewhere in the middle too.
            let span = high - low
            let numbers = span < Self.maximumValues ? Array(low...high) : Self.chosen(of: span + 1).map { low + $0 }
            return numbers.map { (.number(Double($0)), place($0 == high ? 1 : 0)) }
        }
    }

    private static func chosen(of count: Int) -> [Int] {
        guard count > maximumValues else { return Array(0..<count) }
        return (0..<maximumValues).map { Int((Double($0) * Double(count - 1) / Double(maximumValues - 1)).rounded()) }
    }

    /// The values of other parameters without which this one is not set.
    private func activating(_ parameter: SweepParameterSpec) -> [SweepSetting] {
        var result: [SweepSetting] = []
        var open = parameter.parameter.conditions
        while let condition = open.popLast() {
            guard let value = condition.values.first, !result.contains(where: { $0.path == condition.path }) else { continue }
            result.append(SweepSetting(path: condition.path, value: value))
            open += plan.parameters.first { $0.path == condition.path }?.conditions ?? []
        }
        return result
    }

    private func errors(of settings: [SweepSetting]) -> [Diagnostic] {
        let resolved = planner.resolve(settings.map(\.text))
        let errors = (resolved.diagnostics + resolved.sweepDiagnostics).filter { $0.severity == .error }
        guard errors.isEmpty else { return errors }
        guard let planned = resolved.plan else { return [] }
        return unsuited(planned).map { [$0] } ?? []
    }

    /// What a scheduler cannot work with.
    private func unsuited(_ planned: Plan) -> Diagnostic? {
        guard let watch = plan.scheduler.value.watch, let training = planned.step(watch.step)?.action.kind as? TrainStep else {
            return nil
        }
        if training.epochs != watch.epochs {
            return Diagnostic(
                "swept-epochs",
                "`\(plan.scheduler.name)` compares trials epoch by epoch, and `\(watch.step)` has \(training.epochs) epochs instead of \(watch.epochs)",
                help: ["leave out the scheduler, or this parameter: the scheduler ends bad trials early anyway"])
        }
        guard plan.scheduler.kind is PopulationBasedTraining, let base = planner.resolve([]).plan,
            let change = try? AdoptionForm.obstacles(from: base, to: planned).first
        else { return nil }
        return Diagnostic(
            "fixed-in-training", "`pbt` changes values under way, and training cannot change this one: \(change)",
            help: ["let it vary what training may change: learning rates, dropout, augmentation, callbacks"])
    }

    // MARK: Where it is said

    /// The place of the key where a diagnostic is about the path and not about the value.
    private func ownPath(_ diagnostic: Diagnostic, _ setting: SweepSetting, _ path: Located<String>) -> Place? {
        guard let position = diagnostic.position, position.file == "--set \(setting.text)",
            position.column <= setting.path.unicodeScalars.count
        else { return nil }
        return path.position.map { Place($0, length: path.length) }
    }

    /// Whether a diagnostic is about the very value, whatever stands beside it.
    private func isBound(_ diagnostic: Diagnostic, to setting: SweepSetting) -> Bool {
        diagnostic.position?.file == "--set \(setting.text)"
    }

    private func moved(_ diagnostic: Diagnostic, to place: Place?) -> Diagnostic {
        var result = diagnostic
        result.position = place?.position
        result.length = place?.length ?? 1
        result.help.removeAll { $0.contains("at --set ") }
        return result
    }

    private func said(
        _ diagnostic: Diagnostic, of setting: SweepSetting, at place: Place?, severity: Diagnostic.Severity
    ) -> Diagnostic {
        var result = moved(diagnostic, to: place)
        result.severity = severity
        result.message = "with `\(setting.text)`: \(diagnostic.message)"
        if let old = diagnostic.position, !old.file.hasPrefix("--set ") {
            result.help.append("that is said of \(old.file):\(old.line):\(old.column)")
        }
        if severity == .warning {
            result.help.append("with other values beside it, it can be planned; trials for which it cannot will fail")
        }
        return result
    }

    // MARK: Several values

    /// Whether some point with a value can be planned.
    private func hasCompanions(_ parameter: SweepParameterSpec, _ setting: SweepSetting) -> Bool {
        guard plan.parameters.count > 1 else { return false }
        var narrow = plan
        guard let index = plan.parameters.firstIndex(where: { $0.path == parameter.path }) else { return false }
        narrow.parameters[index].domain = .values([setting.value], isOrdered: false)
        return Self.points(of: narrow, count: Self.companions).contains {
            $0[parameter.path] != nil && errors(of: $0.settings).isEmpty
        }
    }

    /// Points all over a space, the same every time; none where hardly one satisfies the constraints.
    private static func points(of plan: SweepPlan, count: Int) -> some Sequence<Assignment> {
        var drawn = plan
        drawn.seed = 0
        if let random = OneOf<SweepMethodFamily>(RandomSearch()) { drawn.method = random }
        let sampler = Samplers.make(drawn)
        return (0..<count).lazy.compactMap { sampler.assignment($0, results: [], pending: []) }
    }

    private func check(_ trial: Located<[SweepSettingSpec]>) -> [Diagnostic] {
        let settings = trial.wrappedValue
        guard let first = errors(of: settings.map(\.setting)).first else { return [] }
        if let own = settings.first(where: { first.position?.file == "--set \($0.setting.text)" }) {
            if let place = ownPath(first, own.setting, own.$path) { return [moved(first, to: place)] }
            return [
                said(
                    first, of: own.setting, at: own.$value.position.map { Place($0, length: own.$value.length) }, severity: .error
                )
            ]
        }
        var result = moved(first, to: trial.position.map { Place($0, length: trial.length) })
        result.message = "this trial cannot be planned: \(first.message)"
        return [result]
    }

    /// Constraints that leave nothing, and spaces that hold fewer points than are asked for.
    private func emptiness() -> [Diagnostic] {
        guard !plan.parameters.isEmpty else { return [] }
        if !plan.constraints.isEmpty, Self.points(of: plan, count: 10).first(where: { _ in true }) == nil {
            let alone = plan.constraints.firstIndex { constraint in
                var narrow = plan
                narrow.constraints = [constraint]
                return Self.points(of: narrow, count: 1).first { _ in true } == nil
            }
            let text = alone.map { spec.constraints[$0] } ?? spec.constraints.last
            return [
                Diagnostic(
                    "empty-space", "no point was found that satisfies the constraints", at: text?.position,
                    length: text?.length ?? 1,
                    help: [
                        alone == nil || spec.constraints.count == 1
                            ? "loosen one of them" : "this one alone leaves nothing: loosen it"
                    ])
            ]
        }
        guard let trials = plan.trials, Limits.product(plan.parameters.map { $0.domain.count ?? .max }) <= SearchSpace.countable,
            let count = SearchSpace(plan).gridCount, count < trials
        else { return [] }
        return [
            Diagnostic(
                "more-trials-than-points", .warning, "there are \(count) points, and no more than that are tried",
                at: spec.$trials.position, length: spec.$trials.length, help: ["try them all: method: grid, without trials"])
        ]
    }
}
