import Diagnostics
import YAMLSyntax

/// The names that `${…}` may use where a value stands.
struct Scope {
    /// Parameters as written, not yet expanded.
    var written: [String: Node] = [:]
    /// Parameters and variables with every reference inside them replaced.
    private(set) var values: [String: Node] = [:]
    /// All names, in the order they were defined.
    private(set) var names: [String] = []
    /// Variables of a `repeat` and parameters of a block or model, which hide the file's parameters; nil for one that has no value here.
    private var locals: [String: Node?] = [:]

    /// Gives a name a finished value.
    mutating func bind(_ name: String, to value: Node) {
        if values.updateValue(value, forKey: name) == nil, written[name] == nil { names.append(name) }
    }

    /// Gives a variable a finished value; without one its uses lead nowhere, and nothing is said of them.
    mutating func bind(local name: String, to value: Node?) {
        if locals.updateValue(value, forKey: name) == nil, !names.contains(name) { names.append(name) }
    }

    /// What a variable stands for; nil where there is none of that name.
    func local(_ name: String) -> Node?? { locals[name] }

    /// Defines a parameter that is expanded when first used.
    mutating func define(_ name: String, as node: Node) {
        if written.updateValue(node, forKey: name) == nil { names.append(name) }
    }
}

extension Decoding {
    /// The longest text that references may build, in bytes.
    private static let longestText = 1 << 16
    /// How deeply parameters may refer to parameters, lists within lists counted too.
    private static let deepest = 200

    /// Expands every parameter, so that a broken one is reported even where nothing uses it.
    mutating func expandParameters() {
        for name in scope.names { _ = value(of: name, usedBy: nil, path: []) }
    }

    /// A node with its own references replaced, not those of its items; nil where that is impossible, which is then reported.
    mutating func resolve(_ node: Node) -> Node? {
        guard let text = node.text, text.contains("${") else { return node }
        return substitute(node, text: text, path: [])
    }

    /// A node with all references in it replaced, at every depth.
    mutating func expand(_ node: Node, path: [String] = [], depth: Int = 0) -> Node? {
        guard depth + path.count < Self.deepest else {
            report("expansion-too-deep", "references and lists are nested more than \(Self.deepest) deep here", at: node.place)
            return nil
        }
        guard charge(1, for: node) else { return nil }
        var result = node
        switch node.content {
        case .scalar(let text, _):
            return text.contains("${") ? substitute(node, text: text, path: path) : node
        case .sequence(let items):
            var expanded: [Node] = []
            for item in items {
                guard let item = expand(item, path: path, depth: depth + 1) else { return nil }
                expanded.append(item)
            }
            result.content = .sequence(expanded)
        case .mapping(let entries):
            var expanded: [Node.Entry] = []
            for entry in entries {
                guard let value = expand(entry.value, path: path, depth: depth + 1) else { return nil }
                expanded.append(Node.Entry(key: entry.key, position: entry.position, value: value))
            }
            result.content = .mapping(expanded)
        }
        return result
    }

    /// Where the leading piece of a resolved text was written: the node's own place, or the parameter's it begins with.
    func origin(of node: Node) -> SourcePosition { origins[node.position] ?? node.position }

    /// Whether there is room for more expansion; says so where there is none.
    mutating func charge(_ units: Int, for node: Node) -> Bool {
        budget -= units
        if budget < 0 {
            report("expansion-too-large", "references make this file larger than anything an experiment needs", at: node.place)
        }
        return budget >= 0
    }

    private mutating func substitute(_ node: Node, text: String, path: [String]) -> Node? {
        let pieces: [Template.Piece]
        do {
            pieces = try Template.pieces(of: text)
        } catch {
            report(
                "bad-reference", error.message, at: node.place,
                help: ["references are written `${name}`, `${env:NAME}` or `${env:NAME:-default}`"])
            return nil
        }
        if pieces.count == 1, case .parameter(let name) = pieces[0] {
            guard let value = value(of: name, usedBy: node, path: path) else { return nil }
            uses[value.position] = node
            return charge(1, for: node) ? value : nil
        }
        var result = ""
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let text): result += text
            case .environment(let name, let fallback):
                guard let value = environment[name] ?? fallback else {
                    report(
                        "undefined-environment", "the environment has no `\(name)`", at: node.place,
                        help: ["set it, or give a default: `${env:\(name):-default}`"])
                    return nil
                }
                if index == 0 { origins[node.position] = SourcePosition(file: "${env:\(name)}", line: 1, column: 1) }
                result += value
            case .parameter(let name):
                guard let value = value(of: name, usedBy: node, path: path) else { return nil }
                guard let text = value.text else {
                    report(
                        "bad-reference", "`${\(name)}` is \(value.summary), which cannot stand inside a text", at: node.place,
                        help: ["write `${\(name)}` alone to have the whole of it"])
                    return nil
                }
                if index == 0 { origins[node.position] = origin(of: value) }
                result += text
            }
            guard result.utf8.count <= Self.longestText else {
                report("expansion-too-large", "the text becomes longer than 64 KiB", at: node.place)
                return nil
            }
        }
        // A reference has to be quoted in most places, so its quotes say nothing about what is meant.
        return charge(1 + result.utf8.count / 16, for: node)
            ? Node(.scalar(result, .plain), at: node.position, length: node.length) : nil
    }

    /// The finished value of a name; `path` holds the parameters being expanded, to find circles.
    private mutating func value(of name: String, usedBy node: Node?, path: [String]) -> Node? {
        if let local = scope.local(name) { return local }
        if node != nil { used.insert(name) }
        if let value = scope.values[name] { return value }
        if broken.contains(name) { return nil }
        guard let written = scope.written[name] else {
            guard !reportMissingName(name) else { return nil }
            var help = Spelling.nearest(to: name, in: scope.names).map { ["did you mean `${\($0)}`?"] } ?? []
            help.append(
                scope.names.isEmpty ? "this file defines no parameters" : "defined: " + scope.names.joined(separator: ", "))
            report("undefined-parameter", "nothing defines `${\(name)}`", at: node?.place, help: help)
            return nil
        }
        if let start = path.firstIndex(of: name) {
            let circle = path[start...] + [name]
            report(
                "cyclic-reference", "parameters refer to each other in a circle: " + circle.joined(separator: " -> "),
                at: node?.place)
            broken.formUnion(circle)
            return nil
        }
        guard let value = expand(written, path: path + [name]) else {
            broken.insert(name)
            return nil
        }
        scope.bind(name, to: value)
        return value
    }
}
