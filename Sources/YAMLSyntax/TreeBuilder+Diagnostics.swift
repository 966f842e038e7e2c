import Diagnostics

/// What can be wrong with a document whose syntax is right.
extension TreeBuilder {
    private func diagnostic(_ id: String, _ message: String, _ event: Event, _ help: String...) -> Diagnostic {
        Diagnostic(id, message, at: source.position(event.start), length: length(of: event), help: help)
    }

    var emptyDocument: Diagnostic {
        let isFile = source.start.column == 1
        return Diagnostic(
            "empty-document", isFile ? "there is nothing in this document" : "there is no value here", at: source.start,
            help: [isFile ? "an experiment begins with `assay: 1`" : "quote a text that begins with `#`"])
    }

    func secondDocument(_ event: Event) -> Diagnostic {
        diagnostic(
            "several-documents", "a second document begins here, and a file holds one", event,
            "remove the `---`, or put the second document into a file of its own")
    }

    func tooDeep(_ event: Event) -> Diagnostic {
        diagnostic(
            "too-deep", "this is nested more than \(YAMLParser.maximumDepth) levels deep", event, "is a bracket missing above?")
    }

    func tooManyNodes(_ event: Event) -> Diagnostic {
        diagnostic(
            "too-many-nodes", "this document has more than \(YAMLParser.maximumNodes) values", event, "is this the right file?")
    }

    func expansion(_ event: Event) -> Diagnostic {
        diagnostic(
            "alias-expansion", "with this alias the document grows to more than \(YAMLParser.maximumNodes) values", event,
            "aliases of aliases multiply: write out what is meant")
    }

    func recursiveAlias(_ name: String, _ event: Event) -> Diagnostic {
        diagnostic(
            "recursive-alias", "'\(name)' would contain itself", event, "an alias may only follow the end of what it stands for")
    }

    func undefinedAlias(_ name: String, _ event: Event, known: [String]) -> Diagnostic {
        var help: [String] = []
        if let nearest = Spelling.nearest(to: name, in: known) { help.append("did you mean `*\(nearest)`?") }
        if !known.isEmpty { help.append("anchors above: \(known.prefix(20).joined(separator: ", "))") }
        help.append("for a text that begins with `*`, quote it: \"*\(name)\"")
        var result = diagnostic("undefined-alias", "no anchor '&\(name)' stands above", event)
        result.help = help
        return result
    }

    func tag(_ event: Event) -> Diagnostic {
        var result = diagnostic(
            "tag", "tags (`!…`) have no meaning here: the key decides the type", event,
            "remove the tag; for a text that begins with `!`, quote it")
        result.length = max(1, source.rest(from: event.start).prefix { !$0.isWhitespace }.unicodeScalars.count)
        return result
    }

    func complexKey(_ event: Event) -> Diagnostic {
        diagnostic(
            "complex-key", "a key is text: no list, mapping or alias", event,
            "for a text that begins with `[`, `{` or `*`, quote it")
    }

    func emptyKey(_ event: Event) -> Diagnostic {
        diagnostic("empty-key", "a key is missing before this colon", event)
    }

    func missingSpace(_ event: Event, name: String, colon: String.Index) -> Diagnostic {
        diagnostic(
            "missing-space", "'\(name)' is a key without a value", event,
            "put a space after the colon: `\(name[..<colon]): \(name[name.index(after: colon)...])`")
    }

    func duplicate(_ name: String, _ event: Event, first: SourcePosition, _ remedy: String) -> Diagnostic {
        let second = source.position(event.start)
        return diagnostic(
            "duplicate-key", "the key '\(name)' is written twice in one mapping", event,
            "it stands at line \(first.line), column \(first.column) and at line \(second.line), column \(second.column): \(remedy)"
        )
    }

    func invalidMerge(_ value: Node) -> Diagnostic {
        Diagnostic(
            "invalid-merge", "`<<` merges a mapping or a list of mappings", at: value.position, length: value.length,
            help: ["write `<<: *name`, where `&name` stands before a mapping above"])
    }
}
