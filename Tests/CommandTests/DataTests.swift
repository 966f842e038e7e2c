import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Assay.binary != nil, Assay.missing)) struct DataTests {
    let assay: Assay

    init() throws { assay = try Assay() }

    @Test func synthesize() throws {
        let ending = try assay(
            "data", "synthesize", "phantoms", "--count", "6", "--balance", "0.5", "--size", "16", "--seed", "3")
        #expect(ending.exitCode == 0 && ending.output == "phantoms: 6 images\n")
        let files = try FileManager.default.subpathsOfDirectory(atPath: assay.url("phantoms").path).filter {
            $0.hasSuffix(".png")
        }
        #expect(files.count == 6)
        // What is there already is not touched.
        let again = try assay("data", "synthesize", "phantoms", "--count", "2", "--size", "16")
        #expect(again.exitCode == 73 && again.error.contains("it holds something already"))
        #expect(try FileManager.default.subpathsOfDirectory(atPath: assay.url("phantoms").path).count == files.count + 2)
        let elsewhere = try assay("data", "synthesize", "/dev/null/phantoms", "--count", "2", "--size", "16", "--format", "json")
        #expect(elsewhere.exitCode == 73 && elsewhere.output == "")
    }

    @Test func inspectFolders() throws {
        try Texts.images(in: assay.folder)
        try FileManager.default.copyItem(at: assay.url("images/a/0.png"), to: assay.url("images/b/copy.png"))
        try Data("no image".utf8).write(to: assay.url("images/b/broken.png"))
        let ending = try assay("data", "inspect", "images")
        #expect(ending.exitCode == 0)
        #expect(ending.output.contains("broken.png") && ending.output.contains("copy.png"), "\(ending.output)")
        let json = try assay("data", "inspect", "images", "--format", "json")
        _ = try Assay.object(Data(json.output.utf8))
        let missing = try assay("data", "inspect", "nowhere")
        #expect(missing.exitCode == 66 && missing.output == "" && missing.error.contains("no folder"))
    }

    @Test func inspectAnExperiment() throws {
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        #expect(try assay("data", "inspect", "files.yaml").exitCode == 66)
        try Texts.images(in: assay.folder)
        let ending = try assay("data", "inspect", "files.yaml")
        #expect(ending.exitCode == 0 && ending.output.contains("train"))
    }

    @Test func batches() throws {
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
        let ending = try assay("data", "batches", "tiny.yaml", "train", "--count", "3", "--output", "b.npy")
        #expect(ending.exitCode == 0)
        #expect(ending.output == "b.npy: float32 [24, 16, 16, 3]\nb.labels.npy: int64 [24]\n")
        let images = try NPY(Data(contentsOf: assay.url("b.npy")))
        let labels = try NPY(Data(contentsOf: assay.url("b.labels.npy")))
        #expect(images.shape == [24, 16, 16, 3] && labels.shape == [24])
        #expect(images.values.allSatisfy { (0...1).contains($0) } && Set(images.values).count > 10)
        #expect(labels.values.prefix(16).filter { $0 == 1 }.count == 8, "one pass over 16 images, half of each class")
        let first = try Data(contentsOf: assay.url("b.npy"))
        _ = try assay("data", "batches", "tiny.yaml", "train", "--count", "3", "--output", "again.npy")
        #expect(try Data(contentsOf: assay.url("again.npy")) == first)
    }

    /// With no cache, with one that fills, with one that is full, and with one that cannot be: the same bytes.
    @Test func batchesFromTheImageCache() throws {
        try assay.folder.write(Texts.onFiles, to: "files.yaml")
        try Texts.images(in: assay.folder)
        let environments = [["ASSAY_CACHE_SIZE": "none"], ["XDG_CACHE_HOME": "/dev/full"], [:], [:]]
        for (number, environment) in environments.enumerated() {
            let made = FileManager.default.fileExists(atPath: assay.url("cache/assay").path)
            #expect(made == (number == 3))
            let ending = try assay(
                "data", "batches", "files.yaml", "train", "--count", "2", "--output", "\(number).npy", environment: environment)
            #expect(ending.exitCode == 0 && ending.error == "", "\(ending.error)")
            #expect(try Data(contentsOf: assay.url("\(number).npy")) == Data(contentsOf: assay.url("0.npy")))
        }
        // The last one found what the one before had kept.
        #expect(try FileManager.default.contentsOfDirectory(atPath: assay.url("cache/assay").path).count == 1)
        let doctor = try assay("doctor")
        #expect(doctor.lines.contains { $0.hasPrefix("image cache") && $0.contains("cache/assay, 0 MiB of at most 5.0 GiB") })
    }

    @Test func batchesOfAnUnknownDataSet() throws {
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
        let ending = try assay("data", "batches", "tiny.yaml", "trian", "--output", "b.npy")
        #expect(ending.exitCode == 65)
        #expect(ending.error.contains("did you mean train?") && ending.error.contains("it has: train, test"))
        #expect(!FileManager.default.fileExists(atPath: assay.url("b.npy").path))
    }

    @Test func batchesIntoAPlaceThatCannotBeWritten() throws {
        try assay.folder.write(Texts.tiny, to: "tiny.yaml")
        let ending = try assay("data", "batches", "tiny.yaml", "train", "--output", "/dev/null/b.npy")
        #expect(ending.exitCode == 73 && ending.error.contains("cannot write"))
    }
}
