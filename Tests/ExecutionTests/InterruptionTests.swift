import Diagnostics
import Foundation
import Plan
import Results
import TestSupport
import Testing

/// A run that someone ends leaves a readable directory that says so.
@Suite struct InterruptionTests {
    /// A signal that comes after so many questions.
    private final class Signal {
        private let number: Int32
        private var left: Int
        init(_ number: Int32, after left: Int) {
            self.number = number
            self.left = left
        }
        func received() -> Int32? {
            left -= 1
            return left < 0 ? number : nil
        }
    }

    /// Where nothing is kept yet, the signal is the exit code; later it is 75.
    @Test(arguments: [SIGINT, SIGTERM], [1, 17]) func theSignalIsTheExitCode(_ number: Int32, after count: Int) throws {
        let signal = Signal(number, after: count)
        let run = try TinyExperiment().run(interruption: signal.received)
        let record = try run.record()
        #expect(record.status == .interrupted && record.exitCode == (count == 1 ? 128 + number : 75))
        #expect(record.finished != nil && record.errors == [])
        #expect(run.outcome.failure == nil)
        #expect(try run.directory.events().last?.message == "interrupted")
        #expect(try run.directory.read(Plan.self, from: "plan.json").name == "tiny")
    }

    /// Wherever it comes, what was finished before it stands, and whole epochs are in the curves.
    @Test func whereverItComes() throws {
        let tiny = try TinyExperiment()
        var unfinished: Set<String?> = []
        for count in stride(from: 0, through: 40, by: 5) {
            let run = try tiny.run(interruption: Signal(SIGINT, after: count).received)
            let record = try run.record()
            let isKept = try run.files().contains { $0.hasSuffix("-step.safetensors") || $0.hasSuffix("-training.safetensors") }
            #expect(record.status == .interrupted && record.exitCode == (isKept ? 75 : 130), "\(count)")
            unfinished.insert(run.outcome.unfinishedStep)
            let epochs = record.steps.first { $0.id == "training_1" }?.epochs ?? 0
            if try run.files().contains("training_1/curves.csv") {
                #expect(try run.directory.curves(step: "training_1").rows.count == epochs, "\(count)")
            }
            #expect(try run.files().allSatisfy { !$0.hasSuffix(".tmp") })
        }
        #expect(unfinished.isSuperset(of: ["training_1", "training_2"]))
    }

    /// The best weights so far stay.
    @Test func theCheckpointStays() throws {
        let tiny = try TinyExperiment()
        nonisolated(unsafe) var epochs = 0
        let run = try tiny.run(
            interruption: { epochs > 0 ? SIGINT : nil },
            observe: { notice in
                if case .training(step: _, .epochEnded) = notice { epochs += 1 }
            })
        #expect(try run.record().status == .interrupted)
        #expect(run.outcome.unfinishedStep == "training_1")
        #expect(try run.files().contains("training_1/weights/best.safetensors"))
        #expect(try run.directory.curves(step: "training_1").rows.map(\.epoch) == [1])
    }
}
