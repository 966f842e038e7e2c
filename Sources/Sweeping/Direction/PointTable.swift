import Plan

/// The points of a sweep by number.
///
/// Which number a point has follows from the definitions alone: of each definition first the extra trials that are new, then the grid's
/// points that are new, or further places for points to be drawn, up to the number of trials. What a journal says that a point is wins over
/// what would be drawn for its place now.
struct PointTable {
    /// A point, or the place of one.
    private struct Point {
        /// The values; nil while they are not drawn.
        var assignment: Assignment?
        /// Its number among those that are drawn; nil for one that is written or enumerated.
        var drawing: Int?
        /// Whether the newest definition has it.
        var isWanted: Bool
    }

    /// What became of a point.
    enum Outcome: Equatable {
        /// It has not come to its end.
        case open
        /// It will not come to an end, and nothing was measured.
        case void
        /// What was measured, lower is better; nil where nothing could be.
        case ended(cost: Double?)
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

    private var points: [Point] = []
    /// The numbers of the points that are drawn.
    private var drawings: [Int] = []
    /// How many of those are known, from the first.
    private(set) var drawn = 0
    /// Whether the sampler found no further point.
    private(set) var isExhausted = false

    private let sampler: any Sampler
    /// How many points the newest definition draws.
    private let drawingLimit: Int
    /// What the newest definition writes or enumerates; nil where that is everything.
    private let wanted: Set<String>?
    /// The numbers of the points that are written or enumerated.
    private var fixed: [Int] = []
    /// The lowest number of the points of equal values.
    private var lowest: [String: Int] = [:]
    /// How many points of the newest grid were asked for; nil where all of them were.
    private var enumerated: Int?
    /// What became of the fixed points, and of the drawn ones, as far as the sampler was told.
    private var fixedResults: [Observation] = []
    private var fixedTold = 0
    private var results: [Observation] = []
    /// The points that are fixed, then those drawn, as far as they are known.
    private var chosen: [Assignment] = []

    init(_ definitions: [SweepDefinition], sampler make: (SweepPlan) -> any Sampler) {
        let newest = definitions.last?.sweep
        let last = newest.map(make) ?? NoPoints()
        sampler = last
        drawingLimit = last.count == nil ? max(newest?.trials ?? 0, 0) : 0
        // With a single definition everything is wanted, and a grid need not be known as a whole.
        wanted = definitions.count > 1 ? newest.map { Self.fixedKeys($0, last) } : nil
        for (place, definition) in definitions.enumerated() {
            for extra in definition.sweep.extraTrials { add(Assignment(extra)) }
            let isNewest = place == definitions.count - 1
            let sampler = isNewest ? last : make(definition.sweep)
            if sampler.count == nil {
                for drawing in drawings.count..<max(definition.sweep.trials ?? 0, drawings.count) {
                    drawings.append(points.count)
                    points.append(Point(assignment: nil, drawing: drawing, isWanted: drawing < drawingLimit))
                }
            } else if isNewest {
                enumerated = 0
            } else {
                for point in Self.enumeration(sampler) { add(point) }
            }
        }
        chosen = fixed.compactMap { points[$0].assignment }
    }

    private static func enumeration(_ sampler: any Sampler) -> some Sequence<Assignment> {
        guard sampler.count != nil else { return AnySequence([]) }
        return AnySequence(
            sequence(state: 0) { (index: inout Int) in
                defer { index += 1 }
                return sampler.assignment(index, results: [], pending: [])
            })
    }

    private static func fixedKeys(_ sweep: SweepPlan, _ sampler: any Sampler) -> Set<String> {
        Set(sweep.extraTrials.map { Assignment($0).key }).union(enumeration(sampler).map(\.key))
    }

    /// Adds a point that is written or enumerated, unless there is one of its values.
    private mutating func add(_ assignment: Assignment) {
        let key = assignment.key
        guard lowest[key] == nil else { return }
        lowest[key] = points.count
        fixed.append(points.count)
        points.append(Point(assignment: assignment, drawing: nil, isWanted: wanted?.contains(key) ?? true))
    }

    /// How many numbers are given out. A grid that was not walked through has more.
    var count: Int { points.count }

    /// How many points the sampler chooses in all, where it says.
    var enumerable: Int? { sampler.count }

    /// Whether a number is that of a point, or the place of one.
    func contains(_ number: Int) -> Bool { points.indices.contains(number) }

    /// The values of a point; nil where they are not known.
    func assignment(_ number: Int) -> Assignment? { points.indices.contains(number) ? points[number].assignment : nil }

    /// Whether the newest definition has a point, as far as the sampler finds one.
    func isWanted(_ number: Int) -> Bool {
        guard points.indices.contains(number), points[number].isWanted else { return false }
        return !isExhausted || points[number].assignment != nil
    }

    /// The lowest number of the points with the values of this one.
    func twin(_ number: Int) -> Int { assignment(number).flatMap { lowest[$0.key] } ?? number }

    /// Takes in that a journal says what a point is.
    ///
    /// - Returns: false where something else was thought of it before, on which further points may depend.
    mutating func record(_ assignment: Assignment, as number: Int) -> Bool {
        guard points.indices.contains(number), let drawing = points[number].drawing, points[number].assignment != assignment
        else { return true }
        guard points[number].assignment == nil || drawing >= drawn else { return false }
        know(assignment, number)
        return true
    }

    private mutating func know(_ assignment: Assignment, _ number: Int) {
        points[number].assignment = assignment
        let key = assignment.key
        lowest[key] = min(lowest[key] ?? number, number)
    }

    /// Goes on to the next point that is enumerated.
    mutating func enumerate() -> Step {
        guard var index = enumerated else { return .complete }
        while let point = sampler.assignment(index, results: [], pending: []) {
            index += 1
            let before = points.count
            add(point)
            if points.count > before {
                enumerated = index
                return .grown
            }
        }
        enumerated = nil
        return .complete
    }

    /// Goes on to the last point that is enumerated.
    mutating func enumerateAll() { while enumerate() == .grown {} }

    /// The number of the next point to be drawn; nil where there is none.
    var nextPlace: Int? { drawn < min(drawingLimit, drawings.count) && !isExhausted ? drawings[drawn] : nil }

    /// What the next point to be drawn depends on.
    struct Needs {
        /// How many of the points that are drawn.
        fileprivate var horizon = 0
        /// The points that are written or enumerated, and those that are drawn, that must have come to their ends, as far as the table was
        /// not told of them yet.
        var fixed: [Int] = []
        var drawn: [Int] = []
    }

    /// What the next point to be drawn depends on.
    ///
    /// - Parameter firstCompanion: ``TrialScheduler/firstCompanion(of:)``.
    func needs(_ firstCompanion: (Int) -> Int) -> Needs {
        guard let number = nextPlace, points[number].assignment == nil else { return Needs() }
        let company = firstCompanion(number)
        let horizon = min(max(sampler.horizon(drawn), 0), drawn, drawings.partition { $0 >= company })
        guard horizon > 0 else { return Needs() }
        return Needs(
            horizon: horizon, fixed: Array(fixed[fixedTold...].prefix { $0 < company }),
            drawn: Array(drawings[min(results.count, horizon)..<horizon]))
    }

    /// Goes on to the next point that is drawn.
    ///
    /// - Parameters:
    ///   - needs: What it depends on.
    ///   - outcome: What became of those points.
    mutating func draw(_ needs: Needs, _ outcome: [Int: Outcome]) -> Step {
        guard let number = nextPlace else { return .complete }
        if points[number].assignment == nil {
            for place in needs.fixed {
                guard let outcome = outcome[place], outcome != .open else { return .waits }
                if case .ended(let cost) = outcome { fixedResults.append(Observation(chosen[fixedTold], cost: cost)) }
                fixedTold += 1
            }
            for place in needs.drawn {
                guard let outcome = outcome[place], outcome != .open else { return .waits }
                let cost: Double? = if case .ended(let cost) = outcome { cost } else { nil }
                results.append(Observation(chosen[fixed.count + results.count], cost: cost))
            }
            guard let point = choose(needs.horizon) else {
                isExhausted = true
                return .complete
            }
            know(point, number)
        }
        if let point = points[number].assignment { chosen.append(point) }
        drawn += 1
        return .grown
    }

    private func choose(_ horizon: Int) -> Assignment? {
        if horizon == 0 { return sampler.assignment(drawn, results: [], pending: chosen) }
        return sampler.assignment(
            drawn, results: fixedResults + results.prefix(horizon),
            pending: Array(chosen[fixedTold..<fixed.count] + chosen[(fixed.count + horizon)...]))
    }
}

extension [Int] {
    /// The number of items before the first that satisfies a condition which all items after it satisfy too.
    fileprivate func partition(_ condition: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Chooses nothing, for a folder without definitions.
private struct NoPoints: Sampler {
    var count: Int? { 0 }
    func horizon(_ index: Int) -> Int { 0 }
    func assignment(_ index: Int, results: [Observation], pending: [Assignment]) -> Assignment? { nil }
}
