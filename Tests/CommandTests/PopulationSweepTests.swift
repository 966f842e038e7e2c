import Foundation
import Plan
import Results
import TestSupport
import Testing

/// A population whose members take over each other's states, with so few values that they meet on the same ones.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct PopulationSweepTests {
    @Test func eachTrialKeepsItsDirectory() throws {
        let assay = try Assay()
        let text = Texts.tiny.replacing("epochs: 2}", with: "epochs: 4}").replacing(
            "optimizer: adam", with: "optimizer: {Adam: {learning_rate: 0.001}}")
        try assay.folder.write(
            text + """
                sweep:
                  method: random
                  trials: 6
                  objective: {step: training, metric: val_loss}
                  scheduler: {pbt: {quantile: 0.5, resample_probability: 0}}
                  parameters:
                    steps.compile.optimizer.Adam.learning_rate: [0.001, 0.01, 0.1]

                """, to: "tiny.yaml")
        var found: [String] = []
        for workers in ["1", "3"] {
            let ending = try assay("sweep", "tiny.yaml", "--workers", workers, "--results", workers, "-q")
            #expect(ending.exitCode == 0, "\(ending.error)")
            let folder = assay.url("\(workers)/tiny/sweeps/default")
            let trials = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/trials")
            #expect(trials.count <= 6)
            var adopted = 0
            for trial in trials {
                let run = RunDirectory(existing: folder.appendingPathComponent("trials/\(trial)"))
                let record = try run.record()
                #expect(record.status == .completed)
                adopted += record.adopted?.count ?? 0
                // What was kept for the others is gone.
                #expect(!FileManager.default.fileExists(atPath: run.url.path + "/rungs"))
            }
            #expect(adopted > 0)
            let lines = try String(contentsOf: folder.appendingPathComponent("sweep.csv"), encoding: .utf8).split(separator: "\n")
            found.append(lines.map { $0.split(separator: ",").prefix(5).joined(separator: ",") }.joined(separator: "\n"))
        }
        #expect(found[0] == found[1])
    }
}
