import Diagnostics

/// Builds the tree from the events: checks keys, follows aliases, counts.
struct TreeBuilder {
    /// A finished node, with the number of nodes and of levels in it: what an alias to it costs.
    struct Built {
        var node: Node
        var nodes = 1
        var height = 1
    }

    /// What ends the reading at once.
    enum Stop: Error {
        case syntax(SyntaxProblem)
        case diagnostic(Diagnostic)
    }

    /// The most errors that are reported beside a tree; more would bury the first.
    private static let maximumDiagnostics = 100

    let source: TextSource
    private let stream: EventStream
    private var diagnostics: [Diagnostic] = []
    private var anchors: [String: Built] = [:]
    /// Anchors whose nodes are being read: an alias to one of them would never end.
    private var open: [String] = []
    /// The `[` and `{` that are open.
    var brackets: [Mark] = []
    /// The last quoted text, where it goes over several lines: perhaps because its closing quote was forgotten.
    private var longQuote: (start: Mark, end: Mark)?
    /// Where an anchor is named that there is not: what follows from it is not reported again.
    private(set) var undefinedAliases: Set<SourcePosition> = []
    private var nodes = 0

    init(_ source: TextSource, _ stream: EventStream) {
        self.source = source
        self.stream = stream
    }

    /// The only document of the stream.
    mutating func document() -> (node: Node?, diagnostics: [Diagnostic]) {
        do throws(Stop) {
            let node = try root()
            return (node, diagnostics)
        } catch {
            switch error {
            case .syntax(var problem):
                problem.openBracket = brackets.last
                problem.longQuote = longQuote
                return (nil, diagnostics + [SyntaxRemedies.diagnostic(for: problem, in: source)])
            case .diagnostic(let diagnostic): return (nil, diagnostics + [diagnostic])
            }
        }
    }

    private mutating func root() throws(Stop) -> Node {
        var root: Node?
        while true {
            let event = try next()
            switch event.kind {
            case .streamEnd:
                if let root { return root }
                throw .diagnostic(emptyDocument)
            case .documentStart where root != nil: throw .diagnostic(secondDocument(event))
            case .documentStart:
                let node = try node(next(), depth: 1).node
                if node.isEmpty { throw .diagnostic(emptyDocument) }
                root = node
            default: continue
            }
        }
    }

    /// Adds an error that leaves the rest readable.
    mutating func report(_ diagnostic: Diagnostic) {
        if diagnostics.count < Self.maximumDiagnostics { diagnostics.append(diagnostic) }
    }

    func next() throws(Stop) -> Event {
        do { return try stream.next() } catch { throw .syntax(error) }
    }

    /// The node that an event begins.
    mutating func node(_ event: Event, depth: Int) throws(Stop) -> Built {
        guard depth <= YAMLParser.maximumDepth else { throw .diagnostic(tooDeep(event)) }
        switch event.kind {
        case .alias(let name): return try alias(name, event, depth: depth)
        case .scalar(let text, let style, let properties):
            try begin(event, properties)
            if event.end.line > event.start.line, style == .singleQuoted || style == .doubleQuoted {
                longQuote = (event.start, event.end)
            }
            let content = Node.Content.scalar(text, style)
            return finish(Built(node: Node(content, at: source.position(event.start), length: length(of: event))), properties)
        case .sequenceStart(let isFlow, let properties):
            try begin(event, properties)
            return try finish(sequence(event, isFlow: isFlow, depth: depth), properties)
        case .mappingStart(let isFlow, let properties):
            try begin(event, properties)
            return try finish(mapping(event, isFlow: isFlow, depth: depth), properties)
        case .other, .streamEnd, .documentStart, .sequenceEnd, .mappingEnd:
            // libyaml's grammar puts a node here; a trap would be no better than an error.
            throw .diagnostic(Diagnostic("yaml-syntax", "a value is missing here", at: source.position(event.start)))
        }
    }

    private mutating func sequence(_ start: Event, isFlow: Bool, depth: Int) throws(Stop) -> Built {
        var items: [Node] = []
        var built = Built(node: Node(.sequence([]), at: source.position(start.start)))
        if isFlow { brackets.append(start.start) }
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind {
                if isFlow { brackets.removeLast() }
                built.node.content = .sequence(items)
                if isFlow { built.node.length = source.length(from: start.start, to: event.end) }
                return built
            }
            let item = try node(event, depth: depth + 1)
            items.append(item.node)
            built.nodes += item.nodes
            built.height = max(built.height, item.height + 1)
        }
    }

    /// How many scalars an event takes on its first line.
    func length(of event: Event) -> Int { source.length(from: event.start, to: event.end) }

    /// Counts a node and looks at what stands before it.
    private mutating func begin(_ event: Event, _ properties: Event.Properties) throws(Stop) {
        guard count(1) else { throw .diagnostic(tooManyNodes(event)) }
        if let anchor = properties.anchor { open.append(anchor) }
        if properties.hasTag { report(tag(event)) }
    }

    /// Registers a node under its anchor. A later anchor of the same name takes the name over, as YAML has it.
    private mutating func finish(_ built: Built, _ properties: Event.Properties) -> Built {
        if let anchor = properties.anchor {
            open.removeLast()
            anchors[anchor] = built
        }
        return built
    }

    private mutating func alias(_ name: String, _ event: Event, depth: Int) throws(Stop) -> Built {
        if open.contains(name) { throw .diagnostic(recursiveAlias(name, event)) }
        guard let anchored = anchors[name] else {
            undefinedAliases.insert(source.position(event.start))
            report(undefinedAlias(name, event, known: anchors.keys.sorted()))
            return Built(node: Node(.scalar("*\(name)", .plain), at: source.position(event.start), length: length(of: event)))
        }
        guard depth + anchored.height - 1 <= YAMLParser.maximumDepth else { throw .diagnostic(tooDeep(event)) }
        guard count(anchored.nodes) else { throw .diagnostic(expansion(event)) }
        return anchored
    }

    /// Counts nodes; false where there are too many.
    private mutating func count(_ more: Int) -> Bool {
        nodes += more
        return nodes <= YAMLParser.maximumNodes
    }
}
