import Plan

extension Director {
    /// All that there is to tell.
    mutating func snapshot(_ journal: SweepJournal, claims: Set<TrialKey>) -> SweepSnapshot? {
        guard let newest = definitions.last else { return nil }
        points.enumerateAll()
        while draw(journal) == .grown {}
        var recorded: [Int: [Int]] = [:]
        for record in journal.records { recorded[record.key.number, default: []].append(record.key.seed) }
        var trials: [TrialState] = []
        var planned = 0
        var isComplete = points.nextPlace == nil
        func add(_ number: Int) {
            let isWanted = points.isWanted(number)
            let known = recorded[number] ?? []
            var wanted = isWanted ? seeds : []
            if isWanted, points.assignment(number) == nil {
                planned += seeds.count
                return
            }
            if isWanted, scheduler != nil, let first = seeds.first,
                let ending = ending(TrialKey(number: number, seed: first), journal), ending.outcome != .completed
            {
                wanted = [first]
            }
            for seed in Set(wanted + known).sorted() {
                let state = state(TrialKey(number: number, seed: seed), journal)
                let isPart = wanted.contains(seed)
                if isPart || state.ending != nil { planned += 1 }
                if isPart, state.ending == nil { isComplete = false }
                if isPart || state.attempts > 0 || state.ending != nil { trials.append(state) }
            }
        }
        for number in 0..<points.count { add(number) }
        for number in recorded.keys.sorted() where number >= points.count { add(number) }
        return SweepSnapshot(
            definitions: definitions, sweep: newest.sweep, trials: trials, planned: planned, isComplete: isComplete,
            notes: notes(journal), claims: claims)
    }

    /// A trial as others see it.
    func state(_ trial: TrialKey, _ journal: SweepJournal) -> TrialState {
        let point = journal[trial]?.origin ?? points.assignment(trial.number) ?? Assignment([])
        let own = journal[trial]?.state(point) ?? TrialState(trial, point)
        let key = original(trial, journal)
        guard key != trial, own.ending == nil, let record = journal[key] else { return own }
        var state = record.state(point)
        (state.key, state.duplicates, state.assignment, state.attempts) = (trial, key, point, 0)
        return state
    }

    private func notes(_ journal: SweepJournal) -> [String] {
        var notes: [String] = []
        if points.isExhausted {
            notes.append(
                "the sampler found no further point that satisfies the constraints and was not tried, after \(points.drawn)")
        }
        if journal.damaged > 0 {
            notes.append("\(journal.damaged) line\(journal.damaged == 1 ? "" : "s") of the journals could not be read")
        }
        return notes
    }
}
