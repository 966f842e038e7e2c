import Diagnostics
import Plan
import Testing

@testable import Results

@Suite struct DriftTests {
    private func drift(_ change: (inout RunLock) -> Void) -> [Drift] {
        var other = RunLockTests.full()
        change(&other)
        return RunLock.drift(from: RunLockTests.full(), to: other)
    }

    private let other = String(repeating: "0", count: 64)

    @Test func nothingDrifted() {
        #expect(drift { _ in } == [])
        #expect(drift { $0.threads = .init(engine: 9, loader: 9) } == [])
        #expect(drift { $0.sources = [:] } == [])
    }

    @Test func valuesOfThePlanByTheirPlaces() {
        let drifts = drift {
            $0.planSha256 = other
            $0.plan = .object(["seed": .integer(8), "datasets": .array([]), "steps": .array([])])
        }
        #expect(
            drifts.map(\.message) == [
                "plan: datasets.train: {counts: [2, 1], name: train} is gone", "plan: seed: 7 -> 8",
                "plan: steps.t: train is gone",
            ])
        #expect(drifts.allSatisfy { $0.subject == .plan && $0.stops && !$0.help.isEmpty })
        #expect(drift { $0.planSha256 = other }.count == 1)
        let many = drift {
            $0.planSha256 = other
            $0.plan = .object(Dictionary(uniqueKeysWithValues: (0..<100).map { ("k\($0)", .integer($0)) }))
        }
        #expect(many.count == 11 && many.last?.message == "plan: 93 more values differ")
    }

    @Test func filesByName() {
        let drifts = drift {
            $0.data[0].datasets["train"] = other
            $0.data[0].datasets["again"] = other
            $0.data[0].files["A/1.png"] = RunLockTests.mark("f", 7)
            $0.data[0].files["A/2.png"] = nil
            $0.data[0].files["B/3.jpeg"] = RunLockTests.mark("f")
            for number in 0..<7 { $0.data[0].files["C/\(number).png"] = RunLockTests.mark("e") }
        }
        #expect(
            drifts.map(\.message) == [
                "the data sets 'again', 'train': 2 files changed: 'A/1.png' (100 bytes became 7), 'B/3.jpeg' (it could not be read, and now it can)",
                "the data sets 'again', 'train': 1 file removed: 'A/2.png'",
                "the data sets 'again', 'train': 7 files added: 'C/0.png', 'C/1.png', 'C/2.png', 'C/3.png', 'C/4.png' and 2 more",
            ])
        #expect(drifts.allSatisfy { $0.subject == .data && $0.stops && $0.diagnostic.outcome == .invalid })
    }

    /// Counts of images follow from the files, and are not told of beside them.
    @Test func countsAreNotToldTwice() {
        let plan = JSONValue.object([
            "seed": .integer(7),
            "datasets": .array([.object(["name": .string("train"), "counts": .array([.integer(1), .integer(1)])])]),
            "steps": .array([
                .object(["id": .string("t"), "action": .object(["kind": .string("train"), "epochs": .integer(3)])])
            ]),
        ])
        let drifts = drift {
            ($0.planSha256, $0.plan) = (other, plan)
            $0.data[0].datasets["train"] = other
            $0.data[0].files["A/2.png"] = nil
        }
        #expect(drifts.map(\.subject) == [.data])
        #expect(
            drift { ($0.planSha256, $0.plan) = (other, plan) }.map(\.message) == ["plan: datasets.train.counts: [2, 1] -> [1, 1]"]
        )
    }

    @Test func labelsAndOrder() {
        let drifts = drift { $0.data[1].datasets["listed"] = other }
        #expect(drifts.map(\.message) == ["the data set 'listed': the same files in another order, or with other labels"])
        #expect(drifts.first?.help == ["put back the manifest as it was"])
    }

    @Test func whatComputes() {
        #expect(drift { $0.engine = "onednn" }.map(\.message) == ["the engine was fast and is onednn"])
        let instructions = drift { $0.instructionSets["kernels"] = "avx2" }
        #expect(instructions.map(\.message) == ["instructions (kernels): avx512 -> avx2"])
        #expect(instructions.first?.help.first?.contains("ASSAY_ISA=avx512") == true)
        #expect(drift { $0.versions["oneDNN"] = nil }.map(\.message) == ["version of oneDNN: 2.6.3 -> none"])
        #expect(
            drift { $0.weights["load"] = RunLockTests.mark("d", 5) }.map(\.message) == [
                "the weights file of step 'load' is another one: 100 bytes became 5"
            ])
    }

    /// A build of one's own does not stop a run, but it is said; where a version differs, that says it.
    @Test func anotherBuild() {
        let drifts = drift { $0.binary = RunLockTests.mark("d") }
        #expect(drifts.map(\.subject) == [.binary] && drifts.map(\.stops) == [false])
        #expect(drifts.map(\.diagnostic.severity) == [.warning])
        let versions = drift {
            $0.binary = RunLockTests.mark("d")
            $0.versions["assay"] = "0.2.0"
        }
        #expect(versions.map(\.subject) == [.versions] && versions.map(\.stops) == [true])
        #expect(drift { $0.binary = nil } == [])
    }
}
