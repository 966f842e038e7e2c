import Network
import Plan
import Results

/// What is to be done next: a pure function of the definitions and the journal, so that every process that looks knows the same.
struct Director {
    /// Where the rules come from; tests have their own.
    struct Rules: Sendable {
        var sampler: @Sendable (SweepPlan) -> any Sampler = { Samplers.make($0) }
        var scheduler: @Sendable (SweepPlan) -> (any TrialScheduler)? = { Schedulers.make($0) }
    }

    /// What is to be done about a trial.
    enum Action: Equatable {
        /// Nothing: it has ended.
        case settled
        /// Nothing before other trials come so far.
        case wait
        /// It is to be run.
        case run(TrialTask)
        /// The scheduler ends it.
        case prune(TrialKey, TrialEnding)

        /// The trial that must be claimed for it.
        var trial: TrialKey? {
            switch self {
            case .settled, .wait: nil
            case .run(let task): task.key
            case .prune(let trial, _): trial
            }
        }
    }

    /// What is to be done about the sweep.
    enum Search: Equatable {
        /// This, for the sake of a point.
        case found(Action, point: Int)
        /// Nothing now. Where nobody works on anything it will stay so.
        case wait(isAnyoneAtWork: Bool)
        /// Nothing: everything has ended.
        case complete
    }

    let definitions: [SweepDefinition]
    var points: PointTable
    let objective: SweepObjective?
    let watch: SchedulerWatch?
    let scheduler: (any TrialScheduler)?
    /// The seeds of the newest definition, the one that is scheduled first.
    let seeds: [Int]
    /// Points below `next` that are known and have not come to their ends, ascending.
    private var open: [Int] = []
    private var next = 0
    var curves: [Int: TrialCurve] = [:]
    var decisions: [Int: (epoch: Int, decision: SchedulerDecision)] = [:]

    init(_ definitions: [SweepDefinition], journal: SweepJournal, rules: Rules) {
        self.definitions = definitions
        let newest = definitions.last?.sweep
        objective = newest?.objective
        watch = newest?.scheduler.value.watch
        scheduler = newest.flatMap(rules.scheduler)
        points = PointTable(definitions, sampler: rules.sampler)
        var seeds = newest?.seeds ?? []
        // The seed that was scheduled stays the scheduled one.
        if let first = definitions.first?.sweep.seeds.first, let place = seeds.firstIndex(of: first) {
            seeds.remove(at: place)
            seeds.insert(first, at: 0)
        }
        self.seeds = seeds
        for record in journal.records { _ = note(record) }
        // A scheduler may ask how many trials there will be.
        if scheduler != nil { points.enumerateAll() }
    }

    /// Takes in what is new in the journal.
    ///
    /// - Returns: false where what was concluded from it before no longer holds: a new director must begin from the start.
    mutating func update(_ touched: [TrialKey], _ journal: SweepJournal) -> Bool {
        for key in touched {
            curves[key.number] = nil
            if let record = journal[key], !note(record) { return false }
        }
        return true
    }

    /// The values of a point are those that a process recorded first; its seeds agree but for a damaged folder, where the first seed wins.
    private mutating func note(_ record: TrialRecord) -> Bool {
        let number = record.key.number
        guard let origin = record.origin else { return true }
        let known = points.assignment(number)
        if known != nil, known != origin, record.key.seed != seeds.first { return true }
        guard points.record(origin, as: number) else { return false }
        if known == nil { reopen(number) }
        return true
    }

    /// Has the next search look at a point that it passed by, as its values were not known.
    private mutating func reopen(_ number: Int) {
        guard number < next else { return }
        let place = open.firstIndex { $0 >= number } ?? open.endIndex
        if place == open.endIndex || open[place] != number { open.insert(number, at: place) }
    }

    // MARK: What is next

    /// Looks for the first thing to do, by the numbers of the points.
    ///
    /// What was found to have ended is not looked at again, so that a search costs as much as there are trials under way.
    ///
    /// - Parameter isHeld: Whether someone works on a trial.
    mutating func search(_ journal: SweepJournal, isHeld: (TrialKey) -> Bool) -> Search {
        draw(below: next, journal)
        var isAnyoneAtWork = false
        var found: Search?
        var still: [Int] = []
        var place = 0
        while found == nil {
            let number: Int
            if place < open.count {
                number = open[place]
                place += 1
            } else if let new = advance(journal) {
                number = new
            } else {
                break
            }
            let actions = actions(number, journal)
            if actions.contains(where: { $0 != .settled }) { still.append(number) }
            for action in actions {
                guard let trial = action.trial else { continue }
                if !isHeld(trial) {
                    found = .found(action, point: number)
                    break
                }
                isAnyoneAtWork = true
            }
        }
        open = still + open[place...]
        if let found { return found }
        draw(below: next, journal)
        return open.isEmpty && points.nextPlace == nil ? .complete : .wait(isAnyoneAtWork: isAnyoneAtWork)
    }

    /// Draws what can be drawn of the places below a number.
    private mutating func draw(below limit: Int, _ journal: SweepJournal) {
        while let number = points.nextPlace, number < limit {
            let isKnown = points.assignment(number) != nil
            guard draw(journal) == .grown else { return }
            if !isKnown { reopen(number) }
        }
    }

    /// Draws the next point, where that is possible now.
    mutating func draw(_ journal: SweepJournal) -> PointTable.Step {
        let needs = points.needs { scheduler?.firstCompanion(of: $0) ?? $0 }
        var outcomes: [Int: PointTable.Outcome] = [:]
        for number in needs.fixed + needs.drawn { outcomes[number] = outcome(number, journal) }
        return points.draw(needs, outcomes)
    }

    /// Goes on to the next point whose values are known; places that cannot be drawn yet are passed by.
    private mutating func advance(_ journal: SweepJournal) -> Int? {
        while next < points.count || points.enumerate() == .grown {
            defer { next += 1 }
            if points.assignment(next) == nil, points.isWanted(next) { draw(below: next + 1, journal) }
            if points.assignment(next) != nil, points.isWanted(next) { return next }
        }
        return nil
    }
}
