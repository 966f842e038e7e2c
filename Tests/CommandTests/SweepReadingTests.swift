import Foundation
import Plan
import Results
import Sweeping
import TestSupport
import Testing

/// What a sweep says of itself, and its best configuration as an experiment.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct SweepReadingTests {
    let assay: Assay

    /// A sweep over files that lie beside the experiment, in a folder of their own; a mapping in place of a word, a path into a list.
    init() throws {
        assay = try Assay()
        try Texts.images(in: assay.folder)
        try FileManager.default.createDirectory(at: assay.url("lib"), withIntermediateDirectories: true)
        try assay.folder.write(
            """
            parameters: {data: ../images, units: 3}
            datasets:
              train: &all {folder: "${data}", image_size: 16, batch_size: 4, augmentation: [{rescale: 1/255}]}
              test: {<<: *all, shuffle: false}
            callbacks: {watchful: [{EarlyStopping: {monitor: loss, patience: 1}}]}
            """, to: "lib/base.yaml")
        try assay.folder.write(
            """
            extends: lib/base.yaml
            assay: 1
            name: files
            seed: 7
            models:
              net: {input: [16, 16, 3], layers: [Flatten, {Dense: {units: "${units}"}}, {Dense: {units: 2, activation: softmax}}]}
            steps:
              - build: {model: net}
              - compile: {model: net, loss: categorical_crossentropy, optimizer: adam, metrics: [accuracy]}
              - train: {id: training, model: net, data: train, epochs: "${env:EPOCHS:-2}", callbacks: watchful}
              - evaluate: {id: evaluation, model: net, data: test}
            sweep:
              objective: {step: evaluation, metric: loss}
              parameters:
                units: [2, 4]
                steps.compile.optimizer: [adam, {SGD: {momentum: 0.9, learning_rate: 0.05}}]
                "callbacks.watchful[0].patience": [1, 2]
              seeds: 2

            """, to: "files.yaml")
    }

    private var folder: URL { assay.url("Results/files/sweeps/default") }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// What a run measured, and the hash of what it computed.
    private func measured(_ run: RunDirectory) throws -> (metrics: [String: [String: Measure]], plan: String) {
        let record = try run.record()
        return (record.metrics, try #require(record.planSha256))
    }

    @Test func theBestConfigurationRunsByItself() throws {
        let environment = ["EPOCHS": "3"]
        let sweep = try assay("sweep", "files.yaml", "--quiet", "--workers", "2", environment: environment)
        #expect(sweep.exitCode == 0, "\(sweep.error)")
        let record = try PlanCoding.decode(SweepRecord.self, from: Data(contentsOf: folder.appendingPathComponent("sweep.json")))
        #expect(record.state == .completed && record.trials.count == 16 && record.trials.allSatisfy { $0.state == .completed })
        let run = try #require(record.best?.run)
        let trial = try measured(RunDirectory(existing: folder.appendingPathComponent(run)))

        let best = try text("best.yaml")
        #expect(!best.contains("sweep:") && !best.contains("extends") && !best.contains("env:"))
        try FileManager.default.createDirectory(at: assay.url("elsewhere"), withIntermediateDirectories: true)
        try assay.folder.write(best, to: "elsewhere/moved.yaml")
        // From where it lies and from elsewhere, without the environment that the sweep had.
        for line in [
            "\"$ASSAY\" run Results/files/sweeps/default/best.yaml --quiet --results A",
            "cd elsewhere && \"$ASSAY\" run moved.yaml --quiet --results ../B",
        ] {
            let ending = try assay.shell(line)
            #expect(ending.exitCode == 0, "\(ending.error)")
        }
        for results in ["A", "B"] {
            let again = try measured(RunDirectory(existing: assay.url("\(results)/files/latest")))
            #expect(again.plan == trial.plan && again.metrics == trial.metrics)
        }

        // Everything follows from the journals: what is deleted comes back, the same bytes.
        let files = [
            "best.yaml", "sweep.csv", "sweep.json", "figures/slices.png", "figures/curves.svg", "figures/importance.svg",
        ]
        let before = try files.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
        for name in files { try FileManager.default.removeItem(at: folder.appendingPathComponent(name)) }
        let compare = try assay("compare", "Results/files")
        #expect(compare.exitCode == 0 && compare.error.isEmpty, "\(compare.error)")
        #expect(try files.map { try Data(contentsOf: folder.appendingPathComponent($0)) } == before)
        #expect(compare.lines.last == "Results/files/sweeps/default")
        #expect(compare.output.contains("16 trials: 16 completed") && compare.output.contains("To best"))
        #expect(compare.output.contains("Depends on"))
        #expect(try CSV.parse(text("sweep.csv")).count == 17)
    }

    @Test func scriptsReadJSON() throws {
        #expect(try assay("sweep", "files.yaml", "--quiet", "--set", "sweep.seeds=1").exitCode == 0)
        let compare = try assay("compare", "Results/files/sweeps/default", "--format", "json")
        let comparison = try PlanCoding.decode(SweepComparison.self, from: Data(compare.output.utf8))
        #expect(comparison.points.count == 8 && comparison.points.allSatisfy { $0.difference == nil && $0.seeds == [7] })
        #expect(abs(comparison.importance.reduce(0) { $0 + $1.share } - 1) < 1e-9)
        let status = try assay("sweep", "files.yaml", "--set", "sweep.seeds=1", "--status", "--format", "json")
        #expect(status.output == (try text("sweep.json")))
        let page = try assay("sweep", "files.yaml", "--status")
        #expect(page.output.contains("files, sweep default: completed") && page.lines.last == "Results/files/sweeps/default")
        // One seed claims nothing.
        let people = try assay("compare", "Results/files/sweeps/default", "--top", "3")
        #expect(people.output.contains("seeds: 3") && people.output.contains("and 5 points more"))
    }

    @Test func whatIsNoSweep() throws {
        for (path, code) in [("nowhere", 66), ("images", 66)] {
            let ending = try assay("compare", path)
            #expect(ending.exitCode == code && ending.error.contains("[not-a-sweep]"), "\(ending.error)")
        }
        let status = try assay("sweep", "files.yaml", "--status")
        #expect(status.exitCode == 66, "\(status.error)")
    }

    /// A folder that cannot be written shows its table all the same.
    @Test(.enabled(if: getuid() != 0, "root writes everywhere")) func readOnly() throws {
        #expect(try assay("sweep", "files.yaml", "--quiet", "--set", "sweep.seeds=1").exitCode == 0)
        #expect(chmod(folder.path, 0o555) == 0)
        defer { chmod(folder.path, 0o755) }
        let compare = try assay("compare", "Results/files")
        #expect(compare.exitCode == 0 && compare.output.contains("8 completed") && compare.error.contains("warning"))
    }
}
