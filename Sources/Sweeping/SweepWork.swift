import Diagnostics
import Foundation
import Plan
import Results

/// What a process knows of a sweep, and the claims that it holds.
struct SweepWork {
    private let directory: SweepDirectory
    private let times: ClaimTimes
    private let settings: SweepSettings
    private let definitions: DefinitionFolder
    private let writer: JournalWriter
    private var reader: JournalReader
    private var journal = SweepJournal()
    private var claims: ClaimFolder
    private(set) var director: Director
    private var held: [TrialKey: Held] = [:]
    /// Since when nobody, as far as this process can see, works on anything, although not all has ended.
    private var idleSince: Double?

    /// A claim of this process.
    private struct Held {
        var claim: Claim
        /// When its run began, by this process's clock; nil before.
        var began: Double?
    }

    /// Reads all that there is.
    init(_ directory: SweepDirectory, times: ClaimTimes, settings: SweepSettings, isReading: Bool = false) throws(Diagnostic) {
        self.directory = directory
        self.times = times
        self.settings = settings
        definitions = DefinitionFolder(directory)
        writer = JournalWriter(directory, settings.holder)
        reader = JournalReader(directory, isReading: isReading)
        claims = ClaimFolder(
            directory, holder: settings.holder, times: times, isReading: isReading, clock: settings.clock)
        director = Director([], journal: journal, rules: settings.rules)
        try refresh()
    }

    /// Takes in what is new in the folder.
    mutating func refresh() throws(Diagnostic) {
        // Claims before journals: whoever has no claim any more has written what became of it.
        try claims.refresh()
        let more = try definitions.read(after: director.definitions.count)
        try reader.refresh(&journal)
        let (touched, isRewritten) = journal.takeNews()
        if isRewritten || !more.isEmpty || !director.update(touched, journal) {
            director = Director(director.definitions + more, journal: journal, rules: settings.rules)
        }
    }

    mutating func snapshot() -> SweepSnapshot? { director.snapshot(journal, claims: claims.held) }

    /// Which recorded trial would be another one under today's file; nil where none would.
    func firstChanged(_ recheck: (TrialState) -> String?) -> String? {
        for record in journal.records.sorted(by: { $0.key < $1.key }) {
            guard let origin = record.origin else { continue }
            var state = record.state(origin)
            state.assignment = origin
            let id = recheck(state)
            guard id != state.id else { continue }
            let trial = "trial \(record.key.number) with seed \(record.key.seed) (\(origin.text))"
            return id == nil
                ? "\(trial) is no valid experiment any more"
                : "\(trial) would not compute any more what it did: something that its values reach was changed"
        }
        return nil
    }

    // MARK: Claims

    mutating func claimNext() throws(Diagnostic) -> Sweep.Next {
        try refresh()
        claims.clear { journal[$0]?.end != nil }
        // Each trial is looked at once: whatever keeps this process from claiming it may last for a while.
        var seen: Set<TrialKey> = []
        while true {
            let (action, point): (Director.Action, Int)
            switch director.search(journal, isHeld: { seen.contains($0) || claims.isHeld($0) }) {
            case .complete: return .complete
            case .wait(let isAnyoneAtWork):
                try checkProgress(isAnyoneAtWork: isAnyoneAtWork)
                return .wait
            case .found(let found, let number): (action, point) = (found, number)
            }
            guard let trial = action.trial else { return .wait }
            seen.insert(trial)
            idleSince = nil
            let name = ClaimFolder.Name(
                trial, max(journal[trial]?.attempt ?? 0, claims.highest[trial] ?? 0) + 1)
            guard try claims.take(name) else { continue }
            // Others may have gone on between the last look and the claim.
            reader.revalidate()
            try refresh()
            guard journal[trial]?.attempt ?? 0 < name.attempt, claims.highest[trial] == name.attempt,
                director.actions(point, journal).contains(action)
            else {
                claims.drop(name)
                continue
            }
            switch action {
            case .run(let task):
                let claim = Claim(task, attempt: name.attempt)
                held[trial] = Held(claim: claim)
                return .task(claim)
            case .prune(_, let ending):
                try append(name, .ended(ending))
                claims.clear(name)
                try refresh()
            case .settled, .wait: claims.drop(name)
            }
        }
    }

    /// - Throws: Where nothing can ever go on. As a network file system may show the claims of others late, that is not said at once.
    private mutating func checkProgress(isAnyoneAtWork: Bool) throws(Diagnostic) {
        guard !isAnyoneAtWork else {
            idleSince = nil
            return
        }
        let since = idleSince ?? settings.clock()
        idleSince = since
        guard settings.clock() - since > times.stale else { return }
        throw Diagnostic(
            "sweep-stuck", "the sweep in \(directory.url.path) cannot go on: its trials wait for each other",
            help: ["use another scheduler or another method: the sweep goes on with what it has"], outcome: .internalFault)
    }

    /// The claim, where this process still has it.
    private mutating func holding(_ claim: Claim) -> Held? {
        guard let holding = held[claim.task.key], holding.claim === claim else { return nil }
        if claims.isMine(claim.name) { return holding }
        held[claim.task.key] = nil
        return nil
    }

    func beat(_ claim: Claim) -> Bool { held[claim.task.key]?.claim === claim && claims.beat(claim.name) }

    mutating func started(_ claim: Claim, id: String) throws(Diagnostic) -> Sweep.Start {
        guard holding(claim) != nil else { return .lost }
        let trial = claim.task.key
        let folder = TrialOwner(directory, id: id)
        let owner = try folder.take(for: trial)
        if owner != trial {
            try refresh()
            director.points.enumerateAll()
            guard journal[owner]?.hasBegun != true, !director.points.isWanted(owner.number) else {
                try append(claim.name, .duplicate(id: id, of: owner))
                held[trial] = nil
                claims.clear(claim.name)
                return .duplicate(owner)
            }
            // Who made the folder was killed before it began, and nobody will run that trial any more.
            try folder.hand(to: trial)
        }
        let event = JournalEntry.Event.started(
            id: id, assignment: claim.task.assignment, host: settings.holder.host, process: settings.holder.process)
        try append(claim.name, event)
        let now = settings.clock()
        held[trial]?.began = now
        return .begun
    }

    /// Writes down what became of a claimed trial.
    ///
    /// - Parameter event: What, given the seconds that it took.
    mutating func finish(_ claim: Claim, _ event: (Double) -> JournalEntry.Event) throws(Diagnostic) -> Bool {
        guard let holding = holding(claim) else { return false }
        try append(claim.name, event(holding.began.map { settings.clock() - $0 } ?? 0))
        held[claim.task.key] = nil
        claims.clear(claim.name)
        return true
    }

    mutating func release(_ claim: Claim) throws(Diagnostic) {
        guard let holding = holding(claim) else { return }
        guard holding.began != nil else {
            held[claim.task.key] = nil
            return claims.drop(claim.name)
        }
        _ = try finish(claim) { .released(seconds: $0) }
    }

    mutating func reopenFailed() throws(Diagnostic) -> Int {
        try refresh()
        director.points.enumerateAll()
        let failed = journal.records.filter { $0.ending?.outcome == .failed && director.points.isWanted($0.key.number) }
        let time = RunRecord.text(Date())
        try writer.append(
            failed.sorted { $0.key < $1.key }.map {
                JournalEntry(trial: $0.key, attempt: $0.attempt, time: time, event: .reopened)
            })
        try refresh()
        return failed.count
    }

    private func append(_ name: ClaimFolder.Name, _ event: JournalEntry.Event) throws(Diagnostic) {
        try writer.append([
            JournalEntry(trial: name.trial, attempt: name.attempt, time: RunRecord.text(Date()), event: event)
        ])
    }
}

extension Claim {
    fileprivate var name: ClaimFolder.Name { ClaimFolder.Name(task.key, attempt) }
}
