import Foundation
import Plan
import Results
import TestSupport
import Testing

@testable import Sweeping

@Suite struct SweepJournalTests {
    static func entry(_ attempt: Int, _ event: JournalEntry.Event, number: Int = 0) -> JournalEntry {
        JournalEntry(trial: TrialKey(number: number, seed: 1), attempt: attempt, time: "t\(attempt)", event: event)
    }

    static func started(_ value: Double = 0.5) -> JournalEntry.Event {
        .started(
            id: "aa", assignment: Assignment([SweepSetting(path: "a", value: .number(value))]), host: "h", process: 1)
    }

    private func state(_ entries: [JournalEntry]) -> TrialState {
        var journal = SweepJournal()
        for entry in entries { journal.apply(entry) }
        return journal[TrialKey(number: 0, seed: 1)]?.state(Assignment([]))
            ?? TrialState(TrialKey(number: 9, seed: 9), Assignment([]))
    }

    @Test func aTrialGoesThroughItsPhases() {
        var entries = [Self.entry(1, Self.started())]
        #expect(state(entries).phase == .running)
        entries.append(Self.entry(1, .reached(epoch: 2, values: [1.0, 2.0], seconds: 3)))
        #expect(state(entries).phase == .paused)
        entries.append(Self.entry(2, Self.started()))
        #expect(state(entries).phase == .running)
        entries.append(Self.entry(2, .released(seconds: 4)))
        #expect(state(entries).phase == .paused)
        entries.append(Self.entry(3, Self.started()))
        entries.append(Self.entry(3, .reached(epoch: 3, values: [3.0], seconds: 5)))
        let left = state(entries)
        #expect((left.epoch, left.attempts, left.seconds) == (3, 3, 12))
        #expect(left.values == [1.0, 2.0, 3.0])
        let failure = TrialEnding(.failed, objective: nil, seconds: 13, error: "no")
        entries.append(Self.entry(4, .ended(failure)))
        #expect(state(entries).phase == .ended(failure))
        #expect(state(entries).finished == "t4")
        entries.append(Self.entry(4, .reopened))
        #expect(state(entries).phase == .waiting)
        #expect(state(entries).epoch == 3)
        let end = TrialEnding(.completed, objective: 1, seconds: 20)
        entries.append(Self.entry(5, .ended(end)))
        #expect(state(entries).ending == end)
    }

    @Test func ofSeveralEndsThatOfTheLowestAttemptCounts() {
        let first = TrialEnding(.completed, objective: 1, seconds: 1)
        let second = TrialEnding(.completed, objective: 2, seconds: 1)
        #expect(state([Self.entry(2, .ended(second)), Self.entry(1, .ended(first))]).ending == first)
        #expect(
            state([Self.entry(2, .ended(second)), Self.entry(1, .reopened), Self.entry(1, .ended(first))]).ending == second)
    }

    @Test func theValuesAreThoseOfTheLastAttempt() {
        let entries = [Self.entry(2, Self.started(0.9)), Self.entry(1, Self.started(0.1))]
        var journal = SweepJournal()
        for entry in entries { journal.apply(entry) }
        let record = journal[TrialKey(number: 0, seed: 1)]
        #expect(record?.origin?["a"] == .number(0.1))
        #expect(record?.assignment?["a"] == .number(0.9))
    }

    @Test func anEndThatNoLongerCountsIsTold() {
        var journal = SweepJournal()
        journal.apply(Self.entry(2, .ended(TrialEnding(.completed, objective: 2, seconds: 1))))
        #expect(!journal.takeNews().isRewritten)
        journal.apply(Self.entry(3, .ended(TrialEnding(.completed, objective: 3, seconds: 1))))
        #expect(!journal.takeNews().isRewritten)
        journal.apply(Self.entry(1, .ended(TrialEnding(.completed, objective: 1, seconds: 1))))
        #expect(journal.takeNews().isRewritten)
        #expect(journal.takeNews().touched.isEmpty)
    }

    /// Any lines, even such as no process writes, in any order and twice.
    @Test func theOrderOfLinesDoesNotMatter() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            var entries: [JournalEntry] = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                let attempt = Int.random(in: 1...4, using: &random)
                let value = Double(Int.random(in: 0...3, using: &random))
                let event: JournalEntry.Event =
                    switch Int.random(in: 0...5, using: &random) {
                    case 0: Self.started(value)
                    case 1:
                        .reached(epoch: Int.random(in: 2...5, using: &random), values: [Measure(value), 1.0], seconds: value / 7)
                    case 2: .ended(TrialEnding(.completed, objective: value, seconds: 1))
                    case 3: .released(seconds: value / 3)
                    case 4: .duplicate(id: "b", of: TrialKey(number: Int(value), seed: 1))
                    default: .reopened
                    }
                return Self.entry(attempt, event)
            }
            let expected = state(entries)
            for _ in 0..<5 {
                entries.shuffle(using: &random)
                #expect(Self.plain(state(entries)) == Self.plain(expected))
            }
        }
    }

    /// Two that are no numbers are as good as equal here.
    private static func plain(_ state: TrialState) -> TrialState {
        var state = state
        state.values = state.values.map { $0.value.isNaN ? Measure(-1) : $0 }
        return state
    }

    // MARK: Files

    private func directory(_ folder: TemporaryFolder) throws -> SweepDirectory {
        let directory = SweepDirectory(results: folder.url, experiment: "e", sweep: "s")
        try directory.make()
        return directory
    }

    @Test func filesAreReadAsTheyGrowCutAtAnyByte() throws {
        let folder = try TemporaryFolder()
        let directory = try directory(folder)
        let lines = [
            Self.entry(1, Self.started()), Self.entry(1, .reached(epoch: 1, values: [0.5], seconds: 1)),
            Self.entry(2, .ended(TrialEnding(.completed, objective: 0.5, seconds: 1)), number: 1),
        ].map { $0.line + "\n" }
        let bytes = Array(lines.joined().utf8)
        let file = directory.journal.appendingPathComponent("h-1-t.jsonl")
        var whole = JournalReader(directory, isReading: false)
        var journal = SweepJournal()
        for cut in 0...bytes.count {
            try Data(bytes.prefix(cut)).write(to: file)
            var fresh = SweepJournal()
            var reader = JournalReader(directory, isReading: false)
            try reader.refresh(&fresh)
            try whole.refresh(&journal)
            let complete = bytes.prefix(cut).count { $0 == UInt8(ascii: "\n") }
            #expect(fresh.takeNews().touched.count == complete)
            #expect(fresh.damaged == 0)
        }
        #expect(journal.takeNews().touched.count == lines.count)
        #expect(journal.damaged == 0)
    }

    @Test func aDamagedLineIsPassedOverAndCounted() throws {
        let folder = try TemporaryFolder()
        let directory = try directory(folder)
        let good = Self.entry(1, Self.started()).line
        let text =
            good + "\n\u{0}\u{0}\u{0}\n" + good.prefix(20) + "\n\n" + Self.entry(1, .released(seconds: 1)).line + "\n{\"eve"
        try Data(text.utf8).write(to: directory.journal.appendingPathComponent("h-1-t.jsonl"))
        var journal = SweepJournal()
        var reader = JournalReader(directory, isReading: false)
        try reader.refresh(&journal)
        #expect(journal.damaged == 2)
        #expect(journal[TrialKey(number: 0, seed: 1)]?.phase == .paused)
        try reader.refresh(&journal)
        #expect(journal.damaged == 2)
    }

    @Test func aNumberThatIsNoneIsDamage() throws {
        let ended = Self.entry(1, .ended(TrialEnding(.completed, objective: 12, seconds: 1))).line
        let damaged = Array(ended.replacing("\"objective\":12", with: "\"objective\":1e999").utf8)
        #expect(JournalEntry(damaged, damaged.indices) == nil)
        let whole = Array(ended.utf8)
        #expect(JournalEntry(whole, whole.indices) != nil)
    }

    @Test func aLineLongerThanAPieceIsReadWhole() throws {
        let folder = try TemporaryFolder()
        let directory = try directory(folder)
        let error = String(repeating: "x", count: 5 << 20)
        let long = Self.entry(1, .ended(TrialEnding(.failed, objective: nil, seconds: 1, error: error))).line
        let text = long + "\n" + Self.entry(1, .reopened).line + "\n"
        try Data(text.utf8).write(to: directory.journal.appendingPathComponent("h-1-t.jsonl"))
        var journal = SweepJournal()
        var reader = JournalReader(directory, isReading: false)
        try reader.refresh(&journal)
        #expect(journal.damaged == 0)
        #expect(journal[TrialKey(number: 0, seed: 1)]?.phase == .waiting)
    }
}
