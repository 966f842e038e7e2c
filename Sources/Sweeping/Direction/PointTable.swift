import Plan

/// The points of a sweep by number.
///
/// Which number a point has follows from the definitions alone: of each definition first the extra trials that are new, then the grid's
/// points that are new, or further places for points to be drawn, up to the number of trials. What a journal says that a point is wins over
/// what would be drawn for its place now.
struct PointTable {
    /// A point, or the place of one.
    struct Point {
        /// The values; nil while they are not drawn.
        var assignment: Assignment?
        /// Its number among those that are drawn; nil for one that is written or enumerated.
        var drawing: Int?
        /// Whether the newest definition has it.
        var isWanted: Bool
    }

    /// What came of an attempt to go on.
    enum Step: Equatable {
        /// A further point is known.
        case grown
        /// Others must come to their ends first.
        case waits
        /// All are known.
        case complete
    }

    /// The points, as far as they are known or have places.
    private(set) var points: [Point] = []
    /// The numbers of the points that are drawn.
    private(set) var drawings: [Int] = []
    /// How many of those are known.
    private(set) var drawn = 0
    /// Whether the sampler found no further point.
    private(set) var isExhausted = false

    private let sampler: any Sampler
    /// How many points the newest definition draws.
    private let drawingLimit: Int
    /// The numbers of the points that are written or enumerated.
    private var fixed: [Int] = []
    /// The lowest number of the points of equal values.
    private var lowest: [String: Int] = [:]
    /// The points of the newest grid as far as they were asked for; nil where it has no grid, or its points are all known.
    private var rest: Int?
    /// What became of the points before the newest horizon: those that are fixed, then those that are drawn.
    private var observations: [Observation] = []
    private var observedDrawings = 0
    private var hasObservedFixed = false
    /// The points that are fixed, then those drawn, as far as they are known.
    private var chosen: [Assignment] = []

    init(_ definitions: [SweepDefinition], sampler make: (SweepPlan) -> any Sampler) {
        let newest = definitions.last?.sweep
        sampler = newest.map(make) ?? EmptySampler()
        drawingLimit = sampler.count == nil ? max(newest?.trials ?? 0, 0) : 0
        // With a single definition everything is wanted, and a grid need not be known as a whole.
        let wanted = definitions.count > 1 ? newest.map { Self.fixedKeys($0, sampler) } : nil
        for definition in definitions {
            for extra in definition.sweep.extraTrials { add(Assignment(extra), wanted) }
            let isNewest = definition.number == definitions.last?.number
            let sampler = isNewest ? sampler : make(definition.sweep)
            if sampler.count == nil {
                for drawing in drawings.count..<max(definition.sweep.trials ?? 0, drawings.count) {
                    drawings.append(points.count)
                    points.append(Point(assignment: nil, drawing: drawing, isWanted: drawing < drawingLimit))
                }
            } else if isNewest {
                rest = 0
            } else {
                var index = 0
                while let point = sampler.assignment(index, results: [], pending: []) {
                    add(point, wanted)
                    index += 1
                }
            }
        }
        chosen = fixed.compactMap { points[$0].assignment }
        isWanted = wanted
    }

    /// The keys of what the newest definition has; nil where that is everything.
    private let isWanted: Set<String>?

    private static func fixedKeys(_ sweep: SweepPlan, _ sampler: any Sampler) -> Set<String> {
        var keys = Set(sweep.extraTrials.map { Assignment($0).key })
        var index = 0
        while sampler.count != nil, let point = sampler.assignment(index, results: [], pending: []) {
            keys.insert(point.key)
            index += 1
        }
        return keys
    }

    /// Adds a point that is written or enumerated, unless there is one of its values.
    private mutating func add(_ assignment: Assignment, _ wanted: Set<String>?) {
        let key = assignment.key
        guard lowest[key] == nil else { return }
        lowest[key] = points.count
        fixed.append(points.count)
        points.append(Point(assignment: assignment, drawing: nil, isWanted: wanted?.contains(key) ?? true))
    }

    /// Whether a number is that of a point, or the place of one.
    func contains(_ number: Int) -> Bool { number >= 0 && number < points.count }

    /// The values of a point; nil where they are not known.
    func assignment(_ number: Int) -> Assignment? { contains(number) ? points[number].assignment : nil }

    /// Whether the newest definition has a point, and the sampler could draw it.
    func isWanted(_ number: Int) -> Bool {
        guard contains(number), points[number].isWanted else { return false }
        return !(isExhausted && points[number].assignment == nil)
    }

    /// The lowest number of the points with the values of this one.
    func twin(_ number: Int) -> Int { assignment(number).flatMap { lowest[$0.key] } ?? number }

    /// The number of points of the newest definition; where it is a grid that was not walked through, of those that it counts.
    func total(isComplete: Bool) -> Int {
        let known = points.indices.lazy.filter(isWanted).count
        return known + (isComplete ? 0 : max(0, (sampler.count ?? 0) - (rest ?? .max)))
    }

    /// Takes in that a journal says what a point is.
    ///
    /// - Returns: false where something else was thought of it before, on which further points may depend.
    mutating func record(_ assignment: Assignment, as number: Int) -> Bool {
        guard contains(number), let drawing = points[number].drawing else { return true }
        if let known = points[number].assignment, known != assignment, drawing < drawn { return false }
        if points[number].assignment == nil { know(assignment, number) } else { points[number].assignment = assignment }
        return true
    }

    private mutating func know(_ assignment: Assignment, _ number: Int) {
        points[number].assignment = assignment
        let key = assignment.key
        lowest[key] = min(lowest[key] ?? number, number)
    }

    /// Goes on to the next point that is enumerated.
    mutating func enumerate() -> Step {
        guard var index = rest else { return .complete }
        while let point = sampler.assignment(index, results: [], pending: []) {
            index += 1
            let before = points.count
            add(point, isWanted)
            if points.count > before {
                rest = index
                return .grown
            }
        }
        rest = nil
        return .complete
    }

    /// Goes on to the next point that is drawn.
    ///
    /// - Parameter outcome: What became of a point: nil while it has not come to its end, `.some(nil)` where it will not.
    mutating func draw(_ outcome: (Int) -> Observation??) -> Step {
        guard drawn < min(drawingLimit, drawings.count), !isExhausted else { return .complete }
        let number = drawings[drawn]
        if points[number].assignment == nil {
            let horizon = min(max(sampler.horizon(drawn), 0), drawn)
            guard observe(horizon, outcome) else { return .waits }
            let pending = horizon == 0 ? chosen : Array(chosen[(fixedChosen + horizon)...])
            guard let point = sampler.assignment(drawn, results: horizon == 0 ? [] : observations, pending: pending) else {
                isExhausted = true
                return .complete
            }
            know(point, number)
        }
        if let point = points[number].assignment { chosen.append(point) }
        drawn += 1
        return .grown
    }

    private var fixedChosen: Int { chosen.count - drawn }

    /// Takes in what became of the points before a horizon; false where one of them has not come to its end.
    private mutating func observe(_ horizon: Int, _ outcome: (Int) -> Observation??) -> Bool {
        guard horizon > 0 else { return true }
        if !hasObservedFixed {
            var found: [Observation] = []
            for number in fixed {
                switch outcome(number) {
                case nil: return false
                case .some(nil): continue
                case .some(.some(let observation)): found.append(observation)
                }
            }
            observations = found
            hasObservedFixed = true
        }
        while observedDrawings < horizon {
            guard let result = outcome(drawings[observedDrawings]) else { return false }
            observations.append(result ?? Observation(chosen[fixedChosen + observedDrawings], cost: nil))
            observedDrawings += 1
        }
        return true
    }
}

/// Chooses nothing, for a folder without definitions.
private struct EmptySampler: Sampler {
    var count: Int? { 0 }
    func horizon(_ index: Int) -> Int { 0 }
    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? { nil }
}
