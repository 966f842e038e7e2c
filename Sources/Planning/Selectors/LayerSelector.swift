import Diagnostics
import Network

/// Which layers of a network are meant: a Python slice `[:-5]` or index `[3]`, a name, a glob `conv*`, or a kind `kind:Dense`.
enum LayerSelector: Hashable, Sendable {
    /// `[start:stop:step]`.
    case slice(PythonSlice)
    /// `[3]`, `[-1]`.
    case index(Int)
    /// A layer's name.
    case name(String)
    /// A name with `*` for any run of characters and `?` for one.
    case glob(String)
    /// All layers of a kind.
    case kind(String)

    /// Why a text is no selector, or what a selector does not find.
    struct Problem: Error, Hashable {
        /// The place in the text, in Unicode scalars from its beginning.
        var offset: Int
        /// What is wrong.
        var message: String
        /// What to write instead.
        var help: [String]
    }

    /// The forms that there are, for messages.
    static let forms =
        "a selector is a slice \"[:-5]\", an index \"[3]\", a name, a glob \"conv*\" or a kind \"kind:BatchNormalization\""

    /// Reads a selector.
    static func parse(_ text: String) throws(Problem) -> LayerSelector {
        if text.hasPrefix("[") {
            var parser = SliceParser(text)
            return try parser.parse()
        }
        if text.hasPrefix("kind:") {
            let name = String(text.dropFirst("kind:".count))
            let kinds = LayerFamily.members.map { $0.kind }
            guard kinds.contains(name) else {
                throw Problem(
                    offset: 5, message: "there is no kind of layer called `\(name)`",
                    help: Spelling.help(for: name, in: kinds, what: "kinds"))
            }
            return .kind(name)
        }
        guard !text.isEmpty else { throw Problem(offset: 0, message: "an empty selector", help: [Self.forms]) }
        return Glob.isPattern(text) ? .glob(text) : .name(text)
    }

    /// The indices of the layers meant, ascending; at least one.
    func matches(in network: NetworkDefinition) throws(Problem) -> [Int] {
        let nodes = network.layers
        switch self {
        case .slice(let slice):
            let indices = slice.indices(of: nodes.count).sorted()
            guard !indices.isEmpty else {
                throw Problem(
                    offset: 0, message: "this slice takes none of the \(nodes.count) layers",
                    help: ["as in Python, it goes from its first number up to, but not with, its second; layers count from 0"])
            }
            return indices
        case .index(let index):
            let place = index < 0 && index >= -nodes.count ? index + nodes.count : index
            guard nodes.indices.contains(place) else {
                throw Problem(
                    offset: 0, message: "there is no layer \(index) among \(nodes.count)",
                    help: ["layers count from 0 to \(nodes.count - 1), or from -1 at the end"])
            }
            return [place]
        case .name(let name):
            guard let index = nodes.firstIndex(where: { $0.name == name }) else {
                throw Problem(
                    offset: 0, message: "no layer is called `\(name)`",
                    help: (Int(name) == nil ? [] : ["a layer's number stands in brackets and quotes: \"[\(name)]\""])
                        + Spelling.help(for: name, in: nodes.map(\.name), what: "layers"))
            }
            return [index]
        case .glob(let pattern):
            let indices = nodes.indices.filter { Glob.matches(nodes[$0].name, pattern) }
            guard !indices.isEmpty else {
                throw Problem(
                    offset: 0, message: "no layer's name fits `\(pattern)`",
                    help: ["layers: " + nodes.map(\.name).joined(separator: ", ")])
            }
            return indices
        case .kind(let kind):
            let indices = nodes.indices.filter { nodes[$0].layer.name == kind }
            guard !indices.isEmpty else {
                throw Problem(
                    offset: 5, message: "no layer is a \(kind)",
                    help: ["kinds in this model: " + Set(nodes.map(\.layer.name)).sorted().joined(separator: ", ")])
            }
            return indices
        }
    }
}
