import YAMLSyntax

/// Which mappings of the language name a kind, and so are replaced whole where another kind is named.
enum KindRules {
    /// The keys that name the source of a data set, each with the keys that only go with it.
    static let sources: [String: [String]] = ["folder": [], "csv": ["root", "split"], "synthetic": []]

    /// Whether a mapping is replaced whole, because it names one kind and what is laid over it names another.
    static func replaces(_ base: [Node.Entry], _ over: [Node.Entry], at path: [String]) -> Bool {
        guard let old = base.first, let new = over.first, base.count == 1, over.count == 1, old.key != new.key else {
            return false
        }
        if isAlwaysKind(path) { return true }
        return !isTable(path) && isKindName(old.key) && isKindName(new.key)
    }

    /// The keys of a data set that go when others name its source, and those of a sweep's domain that go when another form is named.
    static func replacedKeys(by over: [Node.Entry], at path: [String]) -> Set<String> {
        if path.count == 3, path.starts(with: ["sweep", "parameters"]) {
            guard over.contains(where: { SweepDomainSpec.forms.contains($0.key) }) else { return [] }
            return Set(SweepDomainSpec.forms).subtracting(over.map(\.key))
        }
        guard path.count == 2, path.first == "datasets", over.contains(where: { sources.keys.contains($0.key) }) else {
            return []
        }
        let kept = Set(over.map(\.key))
        let dropped = sources.filter { !kept.contains($0.key) }
        return Set(dropped.flatMap { [$0.key] + $0.value }).subtracting(kept)
    }

    /// Whether a key is the name of a Keras object: `Adam`.
    static func isKindName(_ key: String) -> Bool { key.first?.isUppercase == true }

    /// Whether the keys of the mapping at a path are names that the person chose, however they are written.
    static func isTable(_ path: [String]) -> Bool {
        if path.count <= 1 || ["class_weight", "learning_rates"].contains(path.last) || path == ["sweep", "parameters"] {
            return true
        }
        return areParameters(path) || path.count == 3 && path[0] == "models" && path[2] == "blocks"
    }

    /// Whether the mapping at a path declares parameters: of the file, a model or a block.
    static func areParameters(_ path: [String]) -> Bool {
        guard path.last == "parameters" else { return false }
        switch path.count {
        case 1: return true
        case 3: return path[0] == "blocks" || path[0] == "models"
        default: return path.count == 5 && path[0] == "models" && path[2] == "blocks"
        }
    }

    /// Whether the only key of the mapping at a path names a kind although it begins with a lower-case letter: `{keras-3: …}`.
    private static func isAlwaysKind(_ path: [String]) -> Bool {
        if path == ["semantics"] { return true }
        guard path.first == "sweep" else { return false }
        return path.count == 2 && ["method", "scheduler"].contains(path[1])
    }
}
