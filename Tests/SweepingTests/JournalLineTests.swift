import Foundation
import Plan
import Results
import TestSupport
import Testing

@testable import Sweeping

@Suite struct JournalLineTests {
    static let assignment = Assignment([
        SweepSetting(path: "learning_rate", value: .number(1e-5)),
        SweepSetting(path: "steps.training_1.epochs", value: .number(12)),
        SweepSetting(path: "optimizer", value: .yaml("{SGD: {momentum: 0.9}}")),
        SweepSetting(path: "name", value: .yaml("\"Grüße\\n\u{1F600}\"\t\u{1}")),
    ])

    static let events: [JournalEntry.Event] = [
        .started(id: "0123456789ab", assignment: assignment, host: "node-1", process: 4711),
        .duplicate(id: "0123456789ab", of: TrialKey(number: 3, seed: -2)),
        .reached(epoch: 3, values: [0.25, Measure(1e300), 0.1], seconds: 1.5),
        .ended(TrialEnding(.completed, objective: -0.125, seconds: 2)),
        .ended(TrialEnding(.failed, objective: nil, seconds: 0.1, error: "said \"no\",\nand ended")),
        .ended(TrialEnding(.pruned, objective: 1e-300, seconds: 12)),
        .released(seconds: 0.5), .reopened,
    ]

    private func entry(_ event: JournalEntry.Event) -> JournalEntry {
        JournalEntry(trial: TrialKey(number: 12, seed: -1), attempt: 3, time: "2026-01-31T12:00:00Z", event: event)
    }

    private func read(_ line: String) -> JournalEntry? {
        let bytes = Array(line.utf8)
        return JournalEntry(bytes, 0..<bytes.count)
    }

    @Test(arguments: events) func aLineIsReadAsItWasWritten(_ event: JournalEntry.Event) throws {
        let entry = entry(event)
        #expect(!entry.line.contains("\n"))
        #expect(read(entry.line) == entry)
        // It is JSON for everyone else too, with keys in snake_case.
        let object = try #require(try JSONSerialization.jsonObject(with: Data(entry.line.utf8)) as? [String: Any])
        #expect(object["trial"] as? Int == 12)
        #expect(object.keys.allSatisfy { $0.wholeMatch(of: /[a-z_]+/) != nil })
    }

    @Test func parametersKeepTheirOrder() {
        #expect(
            entry(Self.events[0]).line.contains(
                #""parameters":{"learning_rate":1e-05,"steps.training_1.epochs":12,"optimizer":"{SGD: {momentum: 0.9}}","#))
    }

    @Test func whatIsNoNumberSurvives() throws {
        let line = entry(.reached(epoch: 2, values: [Measure(.nan), Measure(-.infinity)], seconds: .nan)).line
        guard case .reached(2, let values, 0) = try #require(read(line)).event else { return #expect(Bool(false)) }
        #expect(values.count == 2)
        #expect(values.allSatisfy { $0.value.isNaN })
        guard case .ended(let ending) = read(entry(.ended(TrialEnding(.completed, objective: .infinity, seconds: 1))).line)?.event
        else { return #expect(Bool(false)) }
        #expect(ending.objective == nil)
    }

    @Test(arguments: events) func aLineCutShortIsNone(_ event: JournalEntry.Event) {
        let line = entry(event).line
        for length in 0..<line.utf8.count {
            #expect(read(String(decoding: Array(line.utf8).prefix(length), as: UTF8.self)) == nil)
        }
    }

    @Test func keysMayStandInAnyOrderBesideUnknownOnes() {
        let line =
            #" { "note": {"a": [1, -2.5e3, null, true, "\u00e9\ud83d\ude00"]}, "time": "t", "attempt" : 2, "seed": 1,"#
            + #" "event": "reopened", "trial": 0 } "#
        #expect(
            read(line) == JournalEntry(trial: TrialKey(number: 0, seed: 1), attempt: 2, time: "t", event: .reopened))
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "{\"event\":\"reopened\"}", #"{"event":"reopened","trial":-1,"seed":1,"attempt":1,"time":""}"#,
        #"{"event":"reopened","trial":1,"seed":1,"attempt":0,"time":""}"#,
        #"{"event":"reopened","trial":1,"seed":1,"attempt":9223372036854775807,"time":""}"#,
        #"{"event":"reopened","trial":01,"seed":1,"attempt":1,"time":""}"#,
        #"{"event":"reopened","trial":1.0,"seed":1,"attempt":1,"time":""}"#,
        #"{"event":"reopened","trial":99999999999999999999,"seed":1,"attempt":1,"time":""}"#,
        #"{"event":"reopened","trial":1,"seed":1,"attempt":1,"time":""}{}"#,
        #"{"event":"reopened","trial":1,"seed":1,"attempt":1,"time":"",}"#,
        #"{"event":"reopened","trial":1,"seed":1,"attempt":1,"time":"\x"}"#,
        #"{"event":"reopened","trial":1,"seed":1,"attempt":1,"time":"\u12"}"#,
        #"{"event":"reopened","trial":1,"seed":1,"attempt":1,"time":"","x":tru}"#,
        #"{"event":"unheard","trial":1,"seed":1,"attempt":1,"time":""}"#,
        #"{"event":"reached","trial":1,"seed":1,"attempt":1,"time":"","epoch":1,"values":[1,2]}"#,
        #"{"event":"reached","trial":1,"seed":1,"attempt":1,"time":"","epoch":9223372036854775807,"values":[1]}"#,
        #"{"event":"ended","trial":1,"seed":1,"attempt":1,"time":"","outcome":"exploded"}"#,
        "\u{0}\u{0}\u{0}",
    ])
    func whatIsDamagedIsNoEntry(_ line: String) { #expect(read(line) == nil) }

    @Test func whatIsNestedTooDeeplyIsNoEntry() {
        #expect(read("{\"x\":" + String(repeating: "[", count: 100_000)) == nil)
    }

    /// Bytes changed at random are read, or not read; nothing traps.
    @Test func anyBytesAreBorne() {
        var random = SeededGenerator(seed: 5)
        for event in Self.events {
            let line = Array(entry(event).line.utf8)
            for _ in 0..<500 {
                var bytes = line
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if let entry = JournalEntry(bytes, 0..<bytes.count) {
                    var record = TrialRecord(entry.trial)
                    record.apply(entry)
                    #expect(record.values.count <= 200_000)
                }
            }
        }
    }
}
