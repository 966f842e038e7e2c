import Testing

@testable import Experiment

/// A relative path belongs to whoever wrote its leading piece.
struct PathTests {
    private func folder(
        _ written: String, settings: [String] = [], files: [String: String] = [:], environment: [String: String] = [:]
    ) throws -> String? {
        let text = "\(files.isEmpty ? "" : "extends: lib/base.yaml\n")datasets: {a: {folder: \(written)}}"
        return try Decoded(text, settings: settings, files: files, environment: environment).whole().datasets.first?.value.folder
    }

    @Test func literalsBelongToTheirFile() throws {
        #expect(try folder("images") == "/x/images")
        #expect(try folder("/images") == "/images")
        #expect(try folder("../images") == "/x/../images")
        let file = try Decoded("extends: lib/base.yaml", files: ["lib/base.yaml": "datasets: {a: {folder: images}}"]).whole()
        #expect(file.datasets[0].value.folder == "/x/lib/images")
    }

    @Test func parametersBelongToTheFileThatSetThem() throws {
        let base = ["lib/base.yaml": "parameters: {data: images, deep: \"${data}/deep\"}"]
        #expect(try folder("\"${data}\"", files: base) == "/x/lib/images")
        #expect(try folder("\"${data}/train\"", files: base) == "/x/lib/images/train")
        #expect(try folder("\"${deep}/train\"", files: base) == "/x/lib/images/deep/train")
        #expect(try folder("\"train/${data}\"", files: base) == "/x/train/images")
    }

    @Test func flagsAndTheEnvironmentBelongToTheWorkingDirectory() throws {
        let base = ["lib/base.yaml": "parameters: {data: images, deep: \"${data}/deep\"}"]
        #expect(try folder("\"${data}/train\"", settings: ["data=other"], files: base) == "/working directory/other/train")
        #expect(try folder("\"${deep}\"", settings: ["data=other"], files: base) == "/working directory/other/deep")
        #expect(try folder("images", settings: ["datasets.a.folder=mine"]) == "/working directory/mine")
        #expect(try folder("\"${env:D}/a\"", environment: ["D": "there"]) == "/working directory/there/a")
    }

    @Test func aManifestStartsFromItsOwnFolder() throws {
        let file = try Decoded("datasets: {a: {csv: lists/a.csv}, b: {csv: b.csv, root: images}}").whole()
        #expect(file.datasets[0].value.source?.wrappedValue == .csv(path: "/x/lists/a.csv", root: "/x/lists"))
        #expect(file.datasets[1].value.source?.wrappedValue == .csv(path: "/x/b.csv", root: "/x/images"))
    }
}
