import Foundation
import Results
import TestSupport
import Testing

/// Weights as Keras's files, from one run to the next: the command starts itself to read them.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct KerasWeightsTests {
    let assay: Assay

    init() throws { assay = try Assay() }

    private func experiment(_ steps: String) -> String {
        """
        name: keras
        seed: 3
        datasets:
          test: {synthetic: {radiographs: {count: 8, seed: 2}}, image_size: 16, batch_size: 8, augmentation: [{rescale: 1/255}]}
        \(Texts.model)
        steps:
        \(steps)

        """
    }

    @Test func thereAndBack() throws {
        let files = ["a.safetensors", "a.h5", "a.hdf5", "a.weights.h5"]
        var steps = "  - build: {model: net}\n  - predict: {id: before, model: net, data: test}\n"
        for (index, file) in files.enumerated() { steps += "  - save_weights: {id: s\(index), model: net, to: \(file)}\n" }
        try assay.folder.write(experiment(steps), to: "save.yaml")
        let saved = try #require(try assay("run", "save.yaml", "--quiet").lines.last)
        let before = try String(contentsOf: assay.url("\(saved)/before/predictions.csv"), encoding: .utf8)

        for (index, file) in files.enumerated() {
            let path = "\(saved)/s\(index)/\(file)"
            try assay.folder.write(
                experiment(
                    "  - build: {model: net}\n  - load_weights: {model: net, from: \(path)}\n"
                        + "  - predict: {id: after, model: net, data: test}"), to: "load.yaml")
            let ending = try assay("run", "load.yaml", "--quiet", "--seed", "9")
            #expect(ending.exitCode == 0, "\(file): \(ending.error)")
            let run = try #require(ending.lines.last)
            #expect(try String(contentsOf: assay.url("\(run)/after/predictions.csv"), encoding: .utf8) == before, "\(file)")
        }
    }

    /// A damaged file is an error of the experiment, at its place, before anything runs.
    @Test func damagedFile() throws {
        let hostile = Fixtures.url("weights/hostile/external_link.h5").path
        try assay.folder.write(
            experiment("  - build: {model: net}\n  - load_weights: {model: net, from: \(hostile)}"), to: "load.yaml")
        let ending = try assay("run", "load.yaml")
        #expect(ending.exitCode == 65 && !ending.isSignalled)
        #expect(ending.error.contains("[weights-file]") && ending.error.contains("links are not followed"))
        #expect(ending.error.contains("load.yaml:"))
    }

    /// The verb refuses in words, and gives itself limits that the system keeps.
    @Test func reader() throws {
        for path in ["absent.h5", ".", "/dev/null"] {
            let ending = try assay("read-weights-file", path)
            #expect(ending.exitCode == 65 && !ending.isSignalled && !ending.error.isEmpty && ending.output.isEmpty, "\(path)")
        }
        let good = Fixtures.url("weights/keras/keras3.weights.h5").path
        // Its own limits lie above what a file needs, so that only the caller's are in the way.
        let short = try assay.shell("ulimit -v 20000; $ASSAY read-weights-file \(good) >/dev/null")
        #expect(short.exitCode != 0)
        let enough = try assay.shell("ulimit -v 2000000; $ASSAY read-weights-file \(good) | head -c 15")
        #expect(enough.exitCode == 0 && enough.output == "assay-weights/1")
        // No one reads what it sends.
        let closed = try assay.shell("set -o pipefail; $ASSAY read-weights-file \(good) | true; echo ${PIPESTATUS[0]}")
        #expect(["0", "65"].contains(closed.lines.last ?? ""))
    }
}
