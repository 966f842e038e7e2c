import Testing
import YAMLSyntax

@testable import Experiment

/// One text that means the same wherever it lies.
@Suite struct StandaloneDocumentTests {
    private let files = [
        "lib/base.yaml": """
        parameters: {data: images, size: 62, unused: 1}
        augmentations: {clean: [{rescale: 1/255}]}
        """
    ]
    private let text = """
        extends: lib/base.yaml
        assay: 1
        name: e
        parameters: {batch: 16, here: ../mine}
        datasets:
          a: &a {folder: "${data}/train", image_size: ["${size}", 62], batch_size: "${batch}", augmentation: clean}
          b: {<<: *a, folder: "${here}/x"}
          c: {<<: *a, folder: "${env:DATA:-there}/c"}
          d: {folder: /absolute, class_weight: balanced}
          f: {csv: ./lists/a.csv, root: ".."}
        sweep: {parameters: {batch: [8, 16]}, objective: {step: x, metric: loss}}
        """

    /// The text, and what it means in another folder under another environment.
    private func standalone(
        settings: [String] = [], seed: Int? = nil, environment: [String: String] = [:]
    ) throws -> (text: String, file: ExperimentFile) {
        let all = files
        struct Missing: Error {}
        let main = text
        let composition = Composer(workingDirectory: "/work here") { path in
            if path.hasSuffix("/e.yaml") { return Array(main.utf8) }
            guard let other = all.first(where: { path.hasSuffix($0.key) }) else { throw Missing() }
            return Array(other.value.utf8)
        }.compose(file: "/x/e.yaml", settings: settings)
        let text = try #require(composition.document).standalone(seed: seed, environment: environment)
        let document = try #require(
            Composer(workingDirectory: "/elsewhere") { _ in Array(text.utf8) }.compose(file: "/y/best.yaml").document)
        let (file, diagnostics) = ExperimentDecoder.decode(document, environment: ["DATA": "wrong"])
        #expect(diagnostics.isEmpty, "\(diagnostics)\n\(text)")
        return (text, try #require(file))
    }

    private func folders(_ file: ExperimentFile) -> [String?] { file.datasets.prefix(3).map(\.value.folder) }

    @Test func pathsAreThoseThatWereMeant() throws {
        let (text, file) = try standalone()
        #expect(folders(file) == ["/x/lib/images/train", "/mine/x", "/work here/there/c"])
        #expect(file.datasets[3].value.folder == "/absolute")
        #expect(file.datasets[4].value.source?.wrappedValue == .csv(path: "/x/lists/a.csv", root: "/"))
        #expect(file.datasets[0].value.batchSize == 16)
        #expect(!text.contains("extends") && !text.contains("sweep") && !text.contains("env:"))
        // A parameter can still be set.
        #expect(text.contains("data: /x/lib/images\n") && text.contains("\"${data}/train\""))
    }

    @Test func settingsAndTheEnvironmentAreTakenIn() throws {
        let settings = ["data=other", "batch=8", "datasets.d.folder=relative", "datasets.b.image_size=[31, 31]"]
        let (text, file) = try standalone(settings: settings, seed: 7, environment: ["DATA": "/disk"])
        #expect(folders(file) == ["/work here/other/train", "/mine/x", "/disk/c"])
        #expect(file.datasets[3].value.folder == "/work here/relative")
        #expect(file.datasets[0].value.batchSize == 8)
        #expect(file.datasets[1].value.imageSize == .init(height: 31, width: 31))
        #expect(file.seed == 7)
        #expect(text.contains("name: e\nseed: 7\n"))
    }

    @Test func aSeedTakesThePlaceOfTheFiles() throws {
        let text = "assay: 1\nparameters: {s: 3}\nseed: \"${s}\"\ndescription: 'no'\n"
        let document = try #require(compose(text).document)
        #expect(
            document.standalone(seed: 9, environment: [:])
                == "assay: 1\ndescription: \"no\"\nseed: 9\n\nparameters:\n  s: 3\n")
    }

    /// Standing alone changes nothing that stands alone already.
    @Test func twiceIsOnce() throws {
        let once = try standalone().text
        let again = try #require(compose(once).document).standalone(environment: [:])
        #expect(again == once)
    }

    @Test(arguments: [
        ("/a/b", "c", "/a/b/c"), ("/a/b", "../c", "/a/c"), ("/a/b", "../../../c", "/c"), ("/a/b", "./c/../d", "/a/b/c/../d"),
        ("/a", "..", "/"), ("/a/b", ".", "/a/b"), ("/", "x", "/x"), ("/a", "", "/a/"), ("/a", "..x", "/a/..x"),
    ])
    func below(_ folder: String, _ path: String, _ result: String) { #expect(FilePath.below(folder, path) == result) }
}
