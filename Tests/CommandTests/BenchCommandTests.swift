import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct BenchCommandTests {
    let assay: Assay

    init() throws {
        assay = try Assay()
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
    }

    private func record(_ arguments: String...) throws -> [String: Any] {
        let ending = try assay.start(["bench"] + arguments + ["--format", "json"]).wait()
        #expect(ending.exitCode == 0 && ending.error == "")
        return try Assay.object(Data(ending.output.utf8))
    }

    private func steps(_ record: [String: Any]) throws -> [[String: Any]] { try #require(record["steps"] as? [[String: Any]]) }

    private func number(_ object: [String: Any], _ key: String) throws -> Double {
        try #require(object[key] as? Double, "\(key)")
    }

    @Test func forScripts() throws {
        let record = try record("tiny.yaml", "--threads", "1", "--steps", "3")
        #expect(record["schema"] as? String == "bench/1" && record["experiment"] as? String == "tiny")
        #expect(record["engine"] as? String == "fast" && record["threads"] as? Int == 1)
        #expect((record["instruction_sets"] as? [String: String])?.isEmpty == false)
        let steps = try steps(record)
        #expect(steps.map { $0["id"] as? String } == ["training"])
        let step = try #require(steps.first)
        #expect(step["images"] as? Int == 8 && step["frozen"] as? Int == 0)
        let median = try number(step, "ms_median")
        #expect(try number(step, "ms_min") > 0 && number(step, "ms_min") <= median && number(step, "evaluate_ms_median") > 0)
        #expect(try number(step, "program_bytes") > 8 * 14 * 14 * 2 * 4 && number(step, "peak_bytes") > 1e6)

        let layers = try #require(step["layers"] as? [[String: Any]])
        #expect(
            layers.map { $0["name"] as? String } == ["input", "conv2d", "activation", "max_pooling2d", "flatten", "dense"])
        for layer in layers {
            let calls = try #require(layer["calls"] as? [[String: Any]])
            let time = try calls.reduce(0) { try $0 + number($1, "ms") }
            let passes = try number(layer, "forward_ms") + number(layer, "backward_ms")
            #expect(abs(time - passes) <= 1e-9 * max(time, 1))
            #expect(try abs(number(layer, "share") - time / median) <= 1e-9)
            for call in calls {
                #expect((call["name"] as? String)?.isEmpty == false && (call["kernel"] as? String)?.isEmpty == false)
            }
        }
        // Forward and the gradient by the weights, 2 x 27 operations for each of 14 x 14 x 2 outputs; nobody wants the gradient by
        // the images. Dense: 7 x 7 x 2 inputs, 2 outputs, three passes. All for 8 images.
        let convolution: Double = 2 * 2 * 27 * 14 * 14 * 2 * 8
        let dense: Double = 3 * 2 * 98 * 2 * 8
        for (index, operations) in [1: convolution, 5: dense] {
            let (forward, backward) = (try number(layers[index], "forward_ms"), try number(layers[index], "backward_ms"))
            #expect(forward > 0 && backward > 0)
            let found = try number(layers[index], "gflops") * (forward + backward) * 1e6
            #expect(abs(found / operations - 1) < 1e-6)
        }
        // A layer is computed by its own calls, or by those of one that says so.
        let fused = try layers.flatMap { try #require($0["fused"] as? [String]) }
        let idle = layers.filter { ($0["calls"] as? [Any])?.isEmpty == true }.compactMap { $0["name"] as? String }
        #expect(fused.contains("activation") && Set(fused).isSubset(of: idle))
        #expect(layers[3]["gflops"] == nil, "pooling has no operations worth counting")
        #expect(try number(step, "rest_ms") >= 0)
    }

    /// Nothing below the frozen layers' end is differentiated.
    @Test func frozenSteps() throws {
        let more = """
            extends: tiny.yaml
            name: frozen
            steps+:
              - freeze: {model: net, layers: "[:-1]"}
              - compile: {model: net, loss: binary_crossentropy, optimizer: adam, metrics: [accuracy]}
              - train: {id: again, model: net, data: train}

            """
        try assay.folder.write(more, to: "frozen.yaml")
        let steps = try steps(record("frozen.yaml", "--steps", "1"))
        #expect(steps.map { $0["id"] as? String } == ["training", "again"])
        #expect(steps[1]["frozen"] as? Int == 4)
        let layers = try #require(steps[1]["layers"] as? [[String: Any]])
        #expect(layers.map { $0["is_frozen"] as? Bool } == [false, true, true, true, true, false])
        #expect(try number(layers[1], "forward_ms") > 0 && number(layers[1], "backward_ms") == 0)
        #expect(try number(layers[5], "backward_ms") > 0)

        let one = try self.steps(record("frozen.yaml", "--steps", "1", "--step", "again"))
        #expect(one.map { $0["id"] as? String } == ["again"])
    }

    /// No data is needed, and nothing is left behind.
    @Test func withoutData() throws {
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        let ending = try assay("bench", "files.yaml", "--steps", "1", environment: ["LANG": "C"])
        #expect(ending.exitCode == 0 && ending.error == "")
        for part in ["files: fast", "training: net, 4 images a step", "conv2d (Conv2D)", "optimizer and rest", "GFLOP/s"] {
            #expect(ending.output.contains(part), "\(part)")
        }
        #expect(ending.output.utf8.allSatisfy { $0 < 128 }, "the locale is not UTF-8")
        let left = try FileManager.default.contentsOfDirectory(atPath: assay.folder.url.path).filter { !$0.hasPrefix(".") }
        #expect(left.sorted() == ["files.yaml", "tiny.yaml"])
    }

    /// The reference engine has no calls to show.
    @Test func anotherEngine() throws {
        let record = try record("tiny.yaml", "--engine", "reference", "--steps", "1")
        #expect(record["engine"] as? String == "reference")
        let step = try #require(steps(record).first)
        #expect((step["layers"] as? [Any])?.isEmpty == true && step["rest_ms"] == nil && step["program_bytes"] == nil)
        #expect(try number(step, "ms_median") > 0)
    }

    @Test func whatCannotBeMeasured() throws {
        let stranger = try assay("bench", "tiny.yaml", "--step", "trainin")
        #expect(stranger.exitCode == 65 && stranger.output == "")
        #expect(stranger.error.contains("[unknown-step]") && stranger.error.contains("did you mean training?"))
        // The evaluation is no training.
        #expect(try assay("bench", "tiny.yaml", "--step", "evaluation").exitCode == 65)

        try assay.folder.write("name: idle\nsteps: []\n", to: "idle.yaml")
        let idle = try assay("bench", "idle.yaml", "--format", "json")
        #expect(idle.exitCode == 65 && idle.error.contains("nothing-to-measure"))
        #expect(try assay("bench", "absent.yaml").exitCode == 66)
        try assay.folder.write("name: [\n", to: "broken.yaml")
        #expect(try assay("bench", "broken.yaml").exitCode == 65)
    }

    /// Memory that the process may not have is a failure with a remedy, and no fault of the program.
    @Test func moreMemoryThanItsLimit() throws {
        try assay.folder.write(Texts.tiny.replacing("      - MaxPooling2D: 2\n", with: ""), to: "wide.yaml")
        let ending = try assay.shell(
            "ulimit -v 1000000; exec $ASSAY bench wide.yaml --set datasets.train.batch_size=40000 --steps 1 --threads 2")
        #expect(ending.exitCode == 1 && !ending.isSignalled && ending.output.isEmpty)
        #expect(ending.error.contains("[out-of-memory]") && ending.error.contains("help: use a smaller batch_size"))
    }

    /// A step for which this machine has not the memory is said, not tried.
    @Test func tooLarge() throws {
        let ending = try assay("bench", "tiny.yaml", "--set", "datasets.train.batch_size=2000000000")
        #expect(ending.exitCode == 65 && !ending.isSignalled)
    }
}
