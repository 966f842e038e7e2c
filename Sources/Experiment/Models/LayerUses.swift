import Diagnostics
import YAMLSyntax

extension Decoding {
    /// How often a block may stand in itself: where it takes layers as an argument, it may be among them.
    private static let nestingLimit = 4

    /// Whether a block or model can be used here; not within itself without end, which is then reported.
    mutating func mayEnter(_ name: String, isModel: Bool, _ definition: SourcePosition, at place: Place) -> Bool {
        guard !circular.contains(definition) else { return false }
        let uses = enclosing.indices.filter { enclosing[$0].definition == definition && enclosing[$0].of == name }
        guard let start = uses.last, isModel || uses.count >= Self.nestingLimit else { return true }
        circular.insert(definition)
        let circle = (enclosing[start...].map(\.of) + [name]).joined(separator: " -> ")
        report(
            "cyclic-reference", "\(isModel ? "models" : "blocks") use each other in a circle: \(circle)", at: place,
            help: ["a `repeat` writes layers several times"])
        return false
    }

    /// Reads within a block or model, with the names that are known there.
    mutating func inside(_ use: LayerUse, scope: Scope, blocks: BlockLibrary, _ body: (inout Decoding) -> Void) {
        let outside = (self.scope, self.blocks)
        self.scope = scope
        self.blocks = blocks
        enclosing.append(use)
        body(&self)
        enclosing.removeLast()
        (self.scope, self.blocks) = outside
    }

    /// Says what is missing where the layers of a block ask for a `${name}` that their use does not give.
    mutating func reportMissingName(_ name: String) -> Bool {
        guard name == "name", let use = enclosing.last, !use.isModel else { return false }
        report(
            "missing-key", "`\(use.of)` needs a `name`, which its layers use as `${name}`", at: use.place,
            help: ["write `\(use.of): {name: …}`"])
        return true
    }
}
