import Foundation
import TestSupport
import Testing

/// Everything that a person can get wrong: the documented exit code, the place, and never a trap.
@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct BadInputTests {
    /// A mistake in the text of an experiment.
    struct Mistake: CustomTestStringConvertible, Sendable {
        var name: String
        /// Its place is marked with a keycap 1; one in another file or in a flag has none.
        var text: String
        var id: String
        var exitCode: Int32 = 65
        var testDescription: String { name }

        static let all = [
            Mistake(name: "broken YAML", text: "name: a\nsteps:\n  - {build: 1️⃣{model: net\n", id: "yaml-syntax"),
            Mistake(
                name: "a slice without quotes", text: "name: a\nsteps: [{freeze: {model: net, layers: 1️⃣[:-5]}}]\n",
                id: "yaml-syntax"),
            Mistake(name: "a duplicate key", text: "name: a\n1️⃣name: b\n", id: "duplicate-key"),
            Mistake(name: "an unknown key", text: "name: a\n1️⃣epochz: 3\n", id: "unknown-key"),
            Mistake(
                name: "an unknown kind", text: "models: {net: {input: [8, 8, 3], layers: [1️⃣Convolution]}}\n", id: "unknown-kind"),
            Mistake(
                name: "a wrong type", text: "datasets: {a: {synthetic: radiographs, batch_size: 1️⃣many}}\n", id: "wrong-type"),
            Mistake(name: "an undefined parameter", text: "name: 1️⃣\"${nothing}\"\n", id: "undefined-parameter"),
            Mistake(name: "an undefined variable", text: "name: 1️⃣\"${env:ASSAY_NOTHING}\"\n", id: "undefined-environment"),
            Mistake(name: "a cyclic extends", text: "extends: 1️⃣e.yaml\n", id: "extends-cycle"),
            Mistake(name: "a missing extends", text: "extends: 1️⃣nowhere.yaml\n", id: "missing-file", exitCode: 66),
            Mistake(
                name: "a missing folder", text: "datasets: {a: {folder: 1️⃣nowhere, image_size: 16}}\n", id: "missing-folder",
                exitCode: 66),
            Mistake(
                name: "a missing manifest", text: "datasets: {a: {csv: 1️⃣nowhere.csv, image_size: 16}}\n", id: "missing-manifest",
                exitCode: 66),
            Mistake(name: "an empty class", text: "datasets: {a: {folder: 1️⃣hollow, image_size: 16}}\n", id: "empty-class"),
            Mistake(
                name: "a weights file that is missing",
                text: Texts.model
                    + "\nname: w\nsteps: [{build: {model: net}}, {load_weights: {model: net, from: 1️⃣no.safetensors}}]\n",
                id: "weights-missing", exitCode: 66),
            Mistake(
                name: "a weights file that is none",
                text: Texts.model
                    + "\nname: w\nsteps: [{build: {model: net}}, {load_weights: {model: net, from: 1️⃣e.safetensors}}]\n",
                id: "weights-file"),
            Mistake(
                name: "weights to an archive of Keras",
                text: Texts.model + "\nname: w\nsteps: [{build: {model: net}}, {save_weights: {model: net, to: 1️⃣w.keras}}]\n",
                id: "unwritten-format"),
        ]
    }

    let assay: Assay

    init() throws { assay = try Assay() }

    @Test(arguments: Mistake.all) func isSaidAtItsPlace(_ mistake: Mistake) throws {
        let marked = MarkedText(mistake.text)
        try assay.folder.write(marked.text, to: "e.yaml")
        try assay.folder.write("no weights", to: "e.safetensors")
        try assay.folder.write("", to: "hollow/full/.keep")
        let ending = try assay("plan", "e.yaml", "--format", "json")
        #expect(ending.exitCode == mistake.exitCode && !ending.isSignalled && ending.output == "", "\(ending.error)")
        let objects = try #require(JSONSerialization.jsonObject(with: Data(ending.error.utf8)) as? [[String: Any]])
        let found = objects.filter { $0["severity"] as? String == "error" }.map {
            "\($0["path"] ?? "-"):\($0["line"] ?? 0):\($0["column"] ?? 0) \($0["id"] ?? "")"
        }
        let place = try #require(marked[1])
        #expect(found == ["e.yaml:\(place) \(mistake.id)"])
    }

    /// A missing folder is 66 only where nothing is invalid.
    @Test func precedence() throws {
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        let missing = try assay("run", "files.yaml")
        #expect(missing.exitCode == 66)
        // The value was set by the parameter, and the source stands where it is used.
        #expect(missing.error.contains("files.yaml:") && missing.error.contains("no folder"))
        let both = try assay("run", "files.yaml", "--set", "steps.training.epochs=0")
        #expect(both.exitCode == 65 && both.error.contains("--set") && both.error.contains("no folder"), "\(both.error)")
        #expect(try assay("run", "nowhere.yaml").exitCode == 66)
        #expect(!FileManager.default.fileExists(atPath: assay.url("Results").path))
    }

    // MARK: What only a run can see

    @Test func aFileThatIsNoImage() throws {
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        try Texts.images(in: assay.folder)
        try assay.folder.write("no image", to: "images/a/2.png")
        let ending = try assay("run", "files.yaml", "--threads", "1", "-q")
        #expect(ending.exitCode == 65)
        #expect(ending.error.hasPrefix("files.yaml:17:5: error: '\(assay.url("images/a/2.png").path)'"), "\(ending.error)")
        #expect(ending.error.contains("on_error: skip"))
        #expect(ending.lines.last?.hasPrefix("Results/files/") == true)
    }

    @Test func aTruncatedJPEG() throws {
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        try Texts.images(in: assay.folder)
        let whole = try Data(contentsOf: Fixtures.url("imaging/decoding/rgb_444.jpg"))
        try whole.prefix(700).write(to: assay.url("images/a/cut.jpg"))
        let ending = try assay("run", "files.yaml", "--threads", "1", "-q")
        #expect(ending.exitCode == 65)
        #expect(ending.error.contains("files.yaml:17:5: error:") && ending.error.contains("images/a/cut.jpg"), "\(ending.error)")
        #expect(ending.error.contains("on_error: skip"))
        let skipping = try assay("run", "files.yaml", "--threads", "1", "--set", "datasets.train.on_error=skip")
        #expect(skipping.exitCode == 0)
        #expect(skipping.error.contains("warning: data set 'train' leaves out 1 of 9 images"), "\(skipping.error)")
    }

    @Test func weightsOfAnotherNetwork() throws {
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
        let run = try assay("run", "tiny.yaml", "--threads", "1", "-q")
        let path = try #require(run.lines.last) + "/training/weights/last.safetensors"
        let marked = MarkedText(
            """
            name: w
            \(Texts.model)
            steps: [{build: {model: net}}, {load_weights: {model: net, from: 1️⃣\(path), by: name}}]

            """)
        try assay.folder.write(marked.text, to: "w.yaml")
        #expect(try assay("plan", "w.yaml").exitCode == 0)
        try assay.folder.write(marked.text.replacing("filters: 2", with: "filters: 3"), to: "w.yaml")
        // Found before anything runs.
        let ending = try assay("run", "w.yaml")
        #expect(ending.exitCode == 65 && ending.output == "")
        let place = try #require(marked[1])
        #expect(ending.error.contains("w.yaml:\(place): error: "))
        for part in ["conv2d/kernel", "(3, 3, 3, 3)", "(3, 3, 3, 2)"] { #expect(ending.error.contains(part), "\(ending.error)") }
        #expect(try assay("check", "w.yaml").exitCode == 0, "check touches no file but the experiment")
    }

    @Test func aLossThatIsNoNumber() throws {
        try assay.folder.write(
            Texts.tiny.replacing("optimizer: adam", with: "optimizer: {Adam: {learning_rate: 3e38}}"), to: "tiny.yaml")
        let ending = try assay("run", "tiny.yaml", "--threads", "1")
        #expect(ending.exitCode == 1)
        let said =
            /tiny\.yaml:20:5: error: the loss became (nan|-?inf) in step training, epoch \d, batch \d of 2 \[loss-not-finite\]/
        #expect(ending.error.contains(said), "\(ending.error)")
        #expect(ending.error.contains(" 20 |   - train:"))
        #expect(ending.lines.last?.hasPrefix("Results/tiny/") == true)
    }
}
