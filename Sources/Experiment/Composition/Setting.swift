import Diagnostics
import YAMLSyntax

/// One `--set NAME=VALUE`: a parameter's value, or with a dot in the name the value at any place of the document.
struct Setting {
    /// The text after `--set`.
    let text: String
    /// Where it begins: line 1, column 1 of a "file" that is the flag.
    let start: SourcePosition

    init(_ text: String) {
        self.text = text
        start = SourcePosition(file: "--set \(text)", line: 1, column: 1)
    }

    /// Changes a document, or leaves it as it is and says why.
    func apply(to root: inout Node) -> [Diagnostic] {
        guard let equals = text.firstIndex(of: "=") else {
            let message = "`--set` takes NAME=VALUE, and there is no `=` in this"
            return [
                misuse(
                    "setting-without-value", message, column: 1, length: max(1, text.unicodeScalars.count),
                    ["write `--set epochs=3`"])
            ]
        }
        let name = text[..<equals]
        guard !name.isEmpty, name.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
            let message = name.isEmpty ? "a name is missing before the `=`" : "a name has no blanks in it"
            return [
                misuse(
                    "setting-without-name", message, column: 1, length: max(1, name.unicodeScalars.count),
                    ["write `--set epochs=3`"])
            ]
        }
        let column = name.unicodeScalars.count + 2
        let (value, problems) = self.value(text[text.index(after: equals)...], column: column)
        guard let value, problems.isEmpty else { return problems }
        do throws(Diagnostic) {
            if name.contains(".") || name.contains("[") {
                root = try SettingWalk(setting: self, value: value).root(root, path(name))
            } else {
                try setParameter(String(name), to: value, in: &root)
            }
            return []
        } catch {
            return [error]
        }
    }

    /// An error at a column of the flag.
    func diagnostic(_ id: String, _ message: String, column: Int, length: Int, _ help: [String]) -> Diagnostic {
        Diagnostic(id, message, at: position(column), length: length, help: help)
    }

    /// An error of the command line itself, whatever the file holds.
    private func misuse(_ id: String, _ message: String, column: Int, length: Int, _ help: [String]) -> Diagnostic {
        var result = diagnostic(id, message, column: column, length: length, help)
        result.outcome = .usage
        return result
    }

    /// A place in the flag.
    func position(_ column: Int) -> SourcePosition { SourcePosition(file: start.file, line: 1, column: column) }

    private func value(_ text: Substring, column: Int) -> (node: Node?, diagnostics: [Diagnostic]) {
        if text.allSatisfy({ $0 == " " }) { return (Node(.scalar("", .plain), at: position(column)), []) }
        return YAMLParser.parse(String(text), at: position(column))
    }

    private func path(_ name: Substring) throws(Diagnostic) -> [SettingPath.Segment] {
        do { return try SettingPath(name).segments } catch {
            throw misuse(
                "malformed-path", error.message, column: error.column, length: 1,
                ["a path looks like `steps.training_1.epochs` or `callbacks.watchful[0].monitor`"])
        }
    }

    private func setParameter(_ name: String, to value: Node, in root: inout Node) throws(Diagnostic) {
        let length = name.unicodeScalars.count
        guard var sections = root.entries, let section = sections.firstIndex(where: { $0.key == "parameters" }),
            var parameters = sections[section].value.entries, let index = parameters.firstIndex(where: { $0.key == name })
        else {
            let declared = root["parameters"]?.entries?.map(\.key) ?? []
            var help = Suggestions.help(for: name, among: declared, called: "parameters")
            if ExperimentFile.declaration.fields.contains(where: { $0.key == name }) {
                help.append("to set the section `\(name)`, write `--set .\(name)=…`")
            }
            throw diagnostic(
                "unknown-parameter", "this experiment declares no parameter `\(name)`", column: 1, length: length, help)
        }
        parameters[index] = Node.Entry(key: name, position: position(1), length: length, value: value)
        sections[section].value.content = .mapping(parameters)
        root.content = .mapping(sections)
    }
}
