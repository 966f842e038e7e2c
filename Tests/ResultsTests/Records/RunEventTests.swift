import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Results

@Suite struct RunEventTests {
    private let folder: TemporaryFolder
    private let run: RunDirectory

    init() throws {
        folder = try TemporaryFolder()
        run = try RunDirectory.create(in: folder.url, experiment: "e")
    }

    @Test func oneFlatObjectALine() {
        let event = RunEvent(
            .epochEnded, step: "training_1", epoch: 3, seconds: .nan, values: ["val_loss": Measure(.infinity), "lr": 0.001],
            message: "two\nlines", time: Date(timeIntervalSince1970: 0))
        #expect(
            event.line
                == #"{"epoch":3,"event":"epoch_ended","message":"two\nlines","step":"training_1","time":"1970-01-01T00:00:00Z","values":{"lr":0.001,"val_loss":null}}"#
        )
    }

    @Test func comesBack() throws {
        let events = [
            RunEvent(.runStarted),
            RunEvent(.epochEnded, step: "t", epoch: 2, seconds: 1.5, waited: 0.25),
            RunEvent(.callback, step: "t", epoch: 1, callback: "EarlyStopping", action: "stopped", message: "m"),
        ]
        let log = try EventLog(run)
        for event in events { try log.append(event) }
        #expect(try run.events() == events)
    }

    /// A kill in the middle of a line loses that line alone, and a run that goes on begins a new one.
    @Test func cutLine() throws {
        try EventLog(run).append(RunEvent(.runStarted))
        let file = try FileHandle(forWritingTo: run.file("events.jsonl"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(#"{"event":"step_sta"#.utf8))
        try file.close()
        #expect(try run.events().map(\.event) == [.runStarted])
        try EventLog(run).append(RunEvent(.runEnded))
        #expect(try run.events().map(\.event) == [.runStarted, .runEnded])
    }

    @Test func metrics() throws {
        let metrics = StepMetrics(step: "evaluation_1", kind: "evaluate", data: "test_1", samples: 624, metrics: ["acc": 0.7825])
        try run.write(metrics)
        #expect(try run.metrics(step: "evaluation_1") == metrics)
    }
}
