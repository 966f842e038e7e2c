import Plan
import Results

/// What the lines of all journals say of one trial. It does not depend on the order in which they are read.
struct TrialRecord: Sendable {
    let key: TrialKey
    /// The starts of the lowest and of the highest attempt.
    private(set) var first: JournalEntry?
    private(set) var last: JournalEntry?
    /// The end that counts: of the lowest attempt that nobody asked to repeat.
    private(set) var end: JournalEntry?
    /// The trial that computes the same, and whose run stands for both.
    private(set) var duplicates: TrialKey?
    /// The highest attempt of which anything is known.
    private(set) var attempt = 0
    /// The last rung, where it came to one.
    var epoch: Int { rungs.last?.epoch ?? 0 }

    private var starts: [Int] = []
    private var ends: [JournalEntry] = []
    private var rungs: [Rung] = []
    private var pieces: [Piece] = []
    private var reopened = 0
    private var duplicate: JournalEntry?

    private struct Rung {
        var epoch: Int
        var entry: JournalEntry
        var values: [Measure]
    }

    /// A process left the trial before its end.
    private struct Piece {
        var attempt: Int
        var seconds: Double
    }

    init(_ key: TrialKey) { self.key = key }

    /// Takes in a line.
    mutating func apply(_ entry: JournalEntry) {
        if entry.event != .reopened { attempt = max(attempt, entry.attempt) }
        switch entry.event {
        case .started:
            if first.map({ Self.isBefore(entry, $0) }) ?? true { first = entry }
            if last.map({ Self.isBefore($0, entry) }) ?? true { last = entry }
            if !starts.contains(entry.attempt) { starts.append(entry.attempt) }
        case .duplicate(_, let original):
            if duplicate.map({ Self.isBefore(entry, $0) }) ?? true {
                duplicate = entry
                duplicates = original
            }
        case .reached(let epoch, let values, let seconds):
            note(Piece(attempt: entry.attempt, seconds: seconds))
            note(Rung(epoch: epoch, entry: entry, values: values))
        case .released(let seconds): note(Piece(attempt: entry.attempt, seconds: seconds))
        case .ended:
            ends.append(entry)
            chooseEnd()
        case .reopened:
            reopened = max(reopened, entry.attempt)
            chooseEnd()
        }
    }

    /// A run of its own began.
    var hasBegun: Bool { first != nil }

    /// The name of its run directory; nil before it began.
    var id: String? { if case .started(let id, _, _, _) = last?.event { id } else { nil } }

    /// The values that it began with.
    var origin: Assignment? { first?.assignment }

    /// The values that it has now.
    var assignment: Assignment? { last?.assignment }

    /// How it ended; nil while it has not.
    var ending: TrialEnding? { if case .ended(let ending) = end?.event { ending } else { nil } }

    /// The time that its processes took before they left it, without the one that ended it.
    var seconds: Double { pieces.reduce(0) { $0 + $1.seconds } }

    /// The watched metric after each epoch up to the last rung.
    var values: [Measure] {
        var values: [Measure] = []
        for rung in rungs {
            // Rungs follow each other; where a line was lost, nothing is known of its epochs.
            let gap = rung.epoch - rung.values.count - values.count
            guard gap >= 0 else {
                values += rung.values.suffix(max(0, rung.epoch - values.count))
                continue
            }
            guard gap <= Self.longestGap else { break }
            values += repeatElement(Measure(.nan), count: gap)
            values += rung.values
        }
        return values
    }

    /// Epochs of which a damaged journal may say nothing before the values after them are given up, too.
    private static let longestGap = 100_000

    var phase: TrialState.Phase {
        if let ending { return .ended(ending) }
        if attempt == 0 || reopened >= attempt { return .waiting }
        return pieces.contains { $0.attempt == attempt } ? .paused : .running
    }

    /// The state for others.
    func state(_ point: Assignment) -> TrialState {
        var state = TrialState(key, assignment ?? point)
        state.phase = phase
        state.values = values
        state.epoch = epoch
        state.attempts = starts.count
        state.duplicates = hasBegun ? nil : duplicates
        state.id = id
        if case .started(_, _, let host, let process) = last?.event {
            (state.host, state.process) = (host, process)
        } else if case .duplicate(let id, _) = duplicate?.event {
            state.id = id
        }
        state.started = first?.time
        state.finished = end?.time
        state.seconds = ending?.seconds ?? seconds
        return state
    }

    private mutating func chooseEnd() {
        end = ends.filter { $0.attempt > reopened }.min(by: Self.isBefore)
    }

    private mutating func note(_ piece: Piece) {
        if let same = pieces.firstIndex(where: { $0.attempt == piece.attempt }) {
            pieces[same].seconds = max(pieces[same].seconds, piece.seconds)
        } else {
            pieces.insert(piece, at: pieces.firstIndex { $0.attempt > piece.attempt } ?? pieces.endIndex)
        }
    }

    private mutating func note(_ rung: Rung) {
        if let same = rungs.firstIndex(where: { $0.epoch == rung.epoch }) {
            if Self.isBefore(rung.entry, rungs[same].entry) { rungs[same] = rung }
        } else {
            rungs.insert(rung, at: rungs.firstIndex { $0.epoch > rung.epoch } ?? rungs.endIndex)
        }
    }

    /// By attempt; of two lines of one attempt, which only a damaged folder can hold, by what they say.
    private static func isBefore(_ a: JournalEntry, _ b: JournalEntry) -> Bool {
        a.attempt == b.attempt ? a.line < b.line : a.attempt < b.attempt
    }
}

extension JournalEntry {
    fileprivate var assignment: Assignment? {
        if case .started(_, let assignment, _, _) = event { assignment } else { nil }
    }
}
