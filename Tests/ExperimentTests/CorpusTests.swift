import Diagnostics
import Experiment
import Foundation
import TestSupport
import Testing

/// Files that the decoder takes, and files that it refuses. `check_schema.py` beside them asks the same of the JSON Schema.
struct CorpusTests {
    static func files(in folder: String) -> [String] {
        let url = Fixtures.url("experiment/" + folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
    }

    private func diagnose(_ path: String) throws -> [Diagnostic] {
        let composer = Composer(workingDirectory: Fixtures.url("experiment").path)
        let composition = composer.compose(file: path)
        guard let document = composition.document else { return composition.diagnostics }
        return composition.diagnostics + ExperimentDecoder.decode(document, environment: [:]).1
    }

    @Test func thereAreFiles() {
        #expect(Self.files(in: "good").count > 5)
        #expect(Self.files(in: "bad").count > 20)
        #expect(Self.files(in: "bad-beyond-schema").count > 5)
    }

    @Test(arguments: files(in: "good")) func takes(_ path: String) throws { #expect(try diagnose(path) == []) }

    /// Each bad file says in its first lines what is wrong and where: `# unknown-key 4:3`.
    @Test(arguments: files(in: "bad") + files(in: "bad-beyond-schema")) func refuses(_ path: String) throws {
        let text = try String(contentsOf: Fixtures.url("experiment/" + path), encoding: .utf8)
        let expected = text.split(separator: "\n").prefix { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
        let found = try diagnose(path).map { "\($0.id) \($0.position?.line ?? 0):\($0.position?.column ?? 0)" }
        #expect(!expected.isEmpty)
        #expect(found == expected)
    }

    @Test(arguments: [
        "chest-xray-transfer.yaml", "phantom-transfer.yaml", "phantom-sweep.yaml",
        "phantom-backbone-transfer.yaml", "xray-resnet50-transfer.yaml",
    ]) func takesTheExperiments(_ name: String) throws {
        let path = Fixtures.root.appendingPathComponent("Experiments").appendingPathComponent(name).path
        #expect(try diagnose(path) == [])
    }
}
