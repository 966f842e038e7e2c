import Diagnostics
import YAMLSyntax

/// Layers under a name, used like one layer.
struct Block: Sendable {
    /// What a use may and must give.
    var parameters: [LayerParameter] = []
    /// The layers, not yet read: what their references mean changes with each use.
    var layers: Node?
    /// The names that its layers may use beside its own.
    var scope = Scope()
    /// How many levels of the library its layers may use: 1 for a block of the file, 2 for one of a model.
    var level = 1

    /// What its name looks like: unlike kinds of layers, it begins with a lower-case letter.
    static let namePattern = "^(?!(repeat|parallel|model)$)[a-z][A-Za-z0-9_-]*$"

    /// Whether a name can be a block's.
    static func isName(_ text: String) -> Bool {
        text.first.map { $0.isASCII && $0.isLowercase } == true && Kinds.layers.member(named: text) == nil
    }
}

extension Block: Declared {
    static let declaration: Declaration<Block> = Declaration(
        thing: "a block", start: Block(), "Layers that are used like one layer, under the block's name."
    ) {
        Field(
            "parameters", \.parameters, .layerParameters,
            "Names that `${…}` stands for in its layers, each with its default, or `required`; `${name}` is the use's name.")
        Field("layers", \.layers, .layersReadLater, required: true, "The layers; they may use other blocks.")
    }
}

/// The blocks in reach: those of the file, and above them those of the model being read.
struct BlockLibrary: Sendable {
    private(set) var levels: [[Named<Block>]] = []

    /// Their names, nearest first.
    var names: [String] { levels.reversed().flatMap { $0.map(\.name) } }

    /// The nearest block of a name.
    func block(_ name: String) -> Named<Block>? {
        levels.reversed().lazy.compactMap { level in level.first { $0.name == name } }.first
    }

    /// Puts blocks above those that are there, or none.
    ///
    /// - Parameter scope: The names that their layers may use.
    mutating func push(_ blocks: [Named<Block>], scope: Scope) {
        levels.append(
            blocks.map { named in
                var block = named.value
                block.scope = scope
                block.level = levels.count + 1
                return Named(name: named.$name, value: block)
            })
    }

    /// Those up to a level.
    func upTo(level: Int) -> BlockLibrary {
        var result = self
        result.levels = Array(levels.prefix(level))
        return result
    }
}

extension ValueType<[Named<Block>]> {
    /// Blocks by name.
    static let blocks: Self = {
        let block = ValueType<Block>.mapping({ Block.declaration }, name: "block", noun: "a block", mergesWithBase: true)
        let section = ValueType<[Named<Block>]>.section(of: block, noun: "a mapping of names to blocks")
        return ValueType(
            noun: section.noun,
            decode: { node, decoding in
                for entry in node.entries ?? [] where Name.isValid(entry.key) && !Block.isName(entry.key) {
                    decoding.report(
                        "bad-name", "a block cannot be called `\(entry.key)`", at: entry.place,
                        help: ["begin with a lower-case letter; `repeat`, `parallel` and `model` are taken"])
                }
                return section.decode(node, &decoding)
            },
            schema: { definitions in
                section.schema(&definitions).replacing("propertyNames", with: ["pattern": .string(Block.namePattern)])
            },
            json: section.json)
    }()
}
