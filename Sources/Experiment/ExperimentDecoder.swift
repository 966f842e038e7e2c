import Diagnostics
import YAMLSyntax

/// Reads a composed document as an experiment.
public enum ExperimentDecoder {
    /// The newest version of the language that is understood.
    public static let latestVersion = 1

    /// Reads a document, with everything that is wrong in it, each once and at its place.
    ///
    /// - Parameter environment: What `${env:NAME}` reads.
    /// - Returns: What could be read. Beside errors it is incomplete: what was wrong holds its default, so plan it only to learn more,
    ///   never to run it. Nil where the file is no mapping or in a newer version of the language.
    public static func decode(_ document: ComposedDocument, environment: [String: String]) -> (ExperimentFile?, [Diagnostic]) {
        decode(document.root, environment: environment, baseDirectory: document.baseDirectory(of:))
    }

    static func decode(
        _ root: Node, environment: [String: String], baseDirectory: @escaping (String) -> String
    ) -> (ExperimentFile?, [Diagnostic]) {
        var decoding = Decoding(environment: environment, baseDirectory: baseDirectory)
        return decode(root, &decoding)
    }

    /// The folder that each relative path starts from, by the place of its leading piece.
    static func relativePaths(
        _ root: Node, environment: [String: String], baseDirectory: @escaping (String) -> String
    ) -> [SourcePosition: String] {
        var decoding = Decoding(environment: environment, baseDirectory: baseDirectory)
        _ = decode(root, &decoding)
        return decoding.relativePaths
    }

    private static func decode(_ root: Node, _ decoding: inout Decoding) -> (ExperimentFile?, [Diagnostic]) {
        guard case .mapping(let entries) = root.content else {
            decoding.report(
                "wrong-type", "an experiment is a mapping of sections, not \(root.summary)", at: root.place,
                help: ["begin with `assay: \(latestVersion)`"])
            return (nil, decoding.diagnostics)
        }
        if let version = root["assay"] {
            decoding.subject = "assay"
            // What a later version means by its words is not for this one to judge.
            guard ValueType<Int>.languageVersion.read(version, &decoding) != nil else { return (nil, decoding.diagnostics) }
        }
        if let parameters = root["parameters"] { define(parameters, &decoding) }
        decoding.fileScope = decoding.scope
        decoding.models = root["models"]?.entries ?? []
        let blocks = root["blocks"].flatMap { node in
            decoding.subject = "blocks"
            return ValueType<[Named<Block>]>.blocks.read(node, &decoding)?.wrappedValue
        }
        decoding.blocks.push(blocks ?? [], scope: decoding.scope)
        var file = ExperimentFile.declaration.read(entries, owner: root.place, common: .none, &decoding).value
        LayerReader.checkUnused(decoding.blocks.levels.first ?? [], &decoding)
        file.lost = decoding.lost
        file.parameterNames = Set(root["parameters"]?.entries?.map(\.key) ?? [])
        if file.name == nil, let name = root["name"], !name.isNull { file.lost.insert("name") }
        if root["semantics"] != nil, !file.$semantics.isWritten { file.lost.insert("semantics") }
        // An extended file may have had a use for its own.
        file.unusedParameters = (root["parameters"]?.entries ?? []).filter { entry in
            let isInherited = entry.position.file != root.position.file && !entry.position.file.hasPrefix("--set ")
            return !isInherited && !decoding.used.contains(entry.key)
        }.map { Located($0.key, at: $0.position, length: $0.length) }
        // What stands under a word that is no section may be what other places refer to.
        let sections = Set(ExperimentFile.declaration.fields.map(\.key))
        for entry in entries where !sections.contains(entry.key) {
            file.lost.insert(entry.key)
            file.lost.formUnion(entry.value.entries?.map(\.key) ?? [])
        }
        return (file, decoding.diagnostics)
    }

    private static func define(_ parameters: Node, _ decoding: inout Decoding) {
        guard !parameters.isNull else { return }
        guard case .mapping(let entries) = parameters.content else {
            decoding.subject = "parameters"
            return decoding.mismatch(parameters, needs: "a mapping of names to values")
        }
        for entry in entries {
            if !Name.isValid(entry.key) {
                decoding.report(
                    "bad-name", "`\(entry.key)` is no name", at: entry.place,
                    help: ["write \(Name.rule)"])
            }
            decoding.scope.define(entry.key, as: entry.value)
        }
        decoding.expandParameters()
    }
}

extension ValueType<Int> {
    /// The version of the language.
    static let languageVersion: Self = ValueType(
        noun: "the version of the language",
        decode: { node, decoding in
            guard let version = integer(1...).decode(node, &decoding) else { return nil }
            guard version <= ExperimentDecoder.latestVersion else {
                decoding.report(
                    "unsupported-version",
                    "this is version \(version) of the language, and the highest supported is \(ExperimentDecoder.latestVersion)",
                    at: node.place, help: ["use a newer assay"])
                return nil
            }
            return version
        },
        schema: { _ in ["type": "integer", "minimum": 1, "maximum": .integer(ExperimentDecoder.latestVersion)] },
        json: { .integer($0) })
}
