import Diagnostics
import YAMLSyntax

/// What a reading of one file carries along: the names in reach, and what was found to be wrong.
struct Decoding {
    /// Everything wrong so far, in the order found.
    private(set) var diagnostics: [Diagnostic] = []
    /// The key whose value is being read, for messages.
    var subject = ""
    /// Parameters and the variables of enclosing `repeat`s.
    var scope = Scope()
    /// The parameters alone.
    var fileScope = Scope()
    /// The blocks in reach.
    var blocks = BlockLibrary()
    /// Where the blocks stand that something uses.
    var usedBlocks: Set<SourcePosition> = []
    /// The models of the file, as written.
    var models: [Node.Entry] = []
    /// The blocks and models whose layers are being read, outermost first.
    var enclosing: [LayerUse] = []
    /// Where the blocks and models stand that were found to use themselves.
    var circular: Set<SourcePosition> = []
    /// How deeply lists of layers are nested where the reading is.
    var layerDepth = 0
    /// Parameters that were reported as broken; their uses are not reported again.
    var broken: Set<String> = []
    /// Parameters that something names.
    var used: Set<String> = []
    /// Where the leading piece of an interpolated text was written, by the text's own place.
    var origins: [SourcePosition: SourcePosition] = [:]
    /// The `${…}` that a value last stood for, by the value's place.
    var uses: [SourcePosition: Node] = [:]
    /// The folder that each relative path starts from, by the place of its leading piece.
    var relativePaths: [SourcePosition: String] = [:]
    /// What may still be expanded: every node counts, and every 16 bytes of its text.
    var budget = 4_000_000
    /// How many more layers one file may have; nested `repeat`s multiply.
    var layersLeft = Self.maximumLayers
    /// The environment that `${env:NAME}` reads.
    let environment: [String: String]
    /// The folder that relative paths written in a file start from.
    let baseDirectory: (String) -> String
    /// How many values could not be read so far: what holds one of them is not what its author means.
    private(set) var gaps = 0
    /// Names of sections' entries that could not be read, or not wholly: their uses are not reported again. `steps` where a step is lost.
    var lost: Set<String> = []
    private var seen: Set<Fingerprint> = []

    /// More layers than any network has, and few enough to plan.
    static let maximumLayers = 10_000
    /// How deeply blocks, models, `repeat` and `parallel` may stand in each other.
    static let maximumLayerDepth = 64

    private struct Fingerprint: Hashable {
        var message: String
        var position: SourcePosition?
    }

    init(environment: [String: String], baseDirectory: @escaping (String) -> String) {
        self.environment = environment
        self.baseDirectory = baseDirectory
    }

    /// Reports an error once, however often a `repeat`, an alias or a parameter leads to it.
    ///
    /// - Parameter recovered: Whether the reading goes on with what was probably meant, so that nothing is missing.
    mutating func report(_ id: String, _ message: String, at place: Place?, help: [String] = [], recovered: Bool = false) {
        if !recovered { gaps += 1 }
        let use = place.flatMap { uses[$0.position] }
        // A wrong parameter is wrong once, whatever keys it is used for.
        let isValue = use != nil && (id == "wrong-type" || id == "out-of-range")
        guard seen.insert(Fingerprint(message: isValue ? id : message, position: place?.position)).inserted else { return }
        var help = help
        if let use, case .scalar(let text, _) = use.content {
            let position = use.position
            help.append("it stands for `\(text)` at \(position.file):\(position.line):\(position.column)")
        }
        diagnostics.append(Diagnostic(id, .error, message, at: place?.position, length: max(1, place?.length ?? 1), help: help))
    }

    /// Reports what would otherwise be found again at every level of nesting.
    mutating func reportOnce(_ id: String, _ message: String, at place: Place?, help: [String] = []) {
        if !diagnostics.contains(where: { $0.id == id }) { report(id, message, at: place, help: help) }
    }

    /// Reports a value of the wrong type.
    mutating func mismatch(_ node: Node, needs noun: String, help: [String] = []) {
        report("wrong-type", "`\(subject)` needs \(noun), not \(node.summary)", at: node.place, help: help)
    }

    /// Reports a value outside its range.
    mutating func outOfRange(_ node: Node, needs noun: String) {
        report("out-of-range", "`\(subject)` needs \(noun), and here it is \(node.summary)", at: node.place)
    }
}

extension Node {
    /// Where it stands.
    var place: Place { Place(position, length: length) }

    /// Its text, for scalars without quotes.
    var plain: String? {
        if case .scalar(let text, .plain) = content { text } else { nil }
    }

    /// Whether nothing stands here: an empty value, `~` or `null`.
    var isNull: Bool { plain.map { ["", "~", "null", "Null", "NULL"].contains($0) } ?? false }

    /// What stands here, for messages.
    var summary: String {
        switch content {
        case .scalar where isNull: return "nothing"
        case .scalar(let text, let style):
            let short = text.count > 40 ? String(text.prefix(37)) + "…" : text
            return style == .plain ? "`\(short)`" : "the text \"\(short)\""
        case .sequence(let items): return items.isEmpty ? "an empty list" : "a list of \(items.count)"
        case .mapping: return "a mapping"
        }
    }
}

extension Node.Entry {
    /// Where the key stands.
    var place: Place { Place(position, length: length) }
}
