import Plan

/// What all journals of a sweep say together.
struct SweepJournal: Sendable {
    private var places: [TrialKey: Int] = [:]
    /// Every trial of which anything is known, in no order.
    private(set) var records: [TrialRecord] = []
    /// Lines that could not be read.
    var damaged = 0
    /// The trials of which something new was read since someone last took this.
    private(set) var touched: [TrialKey] = []
    /// Whether an end that counted no longer does.
    private(set) var isRewritten = false

    /// What is known of a trial.
    subscript(key: TrialKey) -> TrialRecord? { places[key].map { records[$0] } }

    /// Takes in a line.
    mutating func apply(_ entry: JournalEntry) {
        let place: Int
        if let known = places[entry.trial] {
            place = known
        } else {
            place = records.count
            places[entry.trial] = place
            records.append(TrialRecord(entry.trial))
        }
        let before = records[place].end
        records[place].apply(entry)
        if before != nil, before != records[place].end { isRewritten = true }
        touched.append(entry.trial)
    }

    /// What is new since the last time.
    mutating func takeNews() -> (touched: [TrialKey], isRewritten: Bool) {
        defer { (touched, isRewritten) = ([], false) }
        return (touched, isRewritten)
    }
}
