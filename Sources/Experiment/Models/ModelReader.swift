import Diagnostics
import YAMLSyntax

/// Reads models: each has parameters, and blocks of its own.
enum ModelReader {
    /// Reads a model as it is written, for what builds it: with its defaults.
    static func read(_ node: Node, _ decoding: inout Decoding) -> ModelSpec? {
        guard let entries = node.entries else {
            decoding.mismatch(node, needs: "a model")
            return nil
        }
        return read(
            entries, of: node, LayerArguments(),
            LayerUse(isModel: true, of: decoding.subject, place: node.place, definition: node.position), &decoding)
    }

    /// Reads a model for a use in another one.
    static func use(
        _ reference: ModelReference, at entry: Written<LayerEntry>, _ decoding: inout Decoding
    ) -> ModelUse? {
        guard let place = entry.place(of: "use"), !reference.use.isEmpty else { return nil }
        guard let model = decoding.models.first(where: { $0.key == reference.use }) else {
            decoding.report(
                "unknown-model", "there is no model called `\(reference.use)`", at: place,
                help: Suggestions.help(for: reference.use, among: decoding.models.map(\.key), called: "models"))
            return nil
        }
        guard decoding.mayEnter(model.key, isModel: true, model.value.position, at: place) else { return nil }
        guard let entries = decoding.resolve(model.value)?.entries else {
            decoding.report("unknown-model", "`\(model.key)` is no model", at: place)
            return nil
        }
        let declaration = LayerArguments.declaration(of: model.key, parameters(entries, &decoding))
        guard
            let given = declaration.read(
                reference.parameters, owner: entry.places["parameters"] ?? place, common: .none, &decoding)
        else { return nil }
        let use = LayerUse(
            isModel: true, of: model.key, place: place, definition: model.value.position, name: entry.label)
        return ModelUse(
            use: use, spec: read(entries, of: model.value, given.value, use, &decoding),
            until: reference.until.map { Located($0, at: reference.$until.position, length: reference.$until.length) })
    }

    private static func read(
        _ entries: [Node.Entry], of node: Node, _ arguments: LayerArguments, _ use: LayerUse, _ decoding: inout Decoding
    ) -> ModelSpec {
        let parameters = parameters(entries, &decoding)
        var spec = ModelSpec()
        decoding.inside(use, scope: decoding.fileScope, blocks: decoding.blocks.upTo(level: 1)) { decoding in
            decoding.bind(parameters, to: arguments)
            decoding.blocks.push(blocks(entries, &decoding), scope: decoding.scope)
            spec = ModelSpec.declaration.read(entries, owner: node.place, common: .none, &decoding).value
            // A use elsewhere has nothing to add to what is said of the model itself.
            if decoding.enclosing.count == 1 { LayerReader.checkUnused(decoding.blocks.levels.last ?? [], &decoding) }
        }
        spec.missing = parameters.filter { $0.otherwise == nil && arguments[$0.name] == nil }.map(\.name)
        return spec
    }

    private static func blocks(_ entries: [Node.Entry], _ decoding: inout Decoding) -> [Named<Block>] {
        guard let entry = entries.first(where: { $0.key == "blocks" }),
            decoding.charge(entry.value.entries?.count ?? 1, for: entry.value)
        else { return [] }
        decoding.subject = entry.key
        return ValueType<[Named<Block>]>.blocks.read(entry.value, &decoding)?.wrappedValue ?? []
    }

    private static func parameters(_ entries: [Node.Entry], _ decoding: inout Decoding) -> [LayerParameter] {
        guard let entry = entries.first(where: { $0.key == "parameters" }) else { return [] }
        decoding.subject = entry.key
        return ValueType<[LayerParameter]>.layerParameters.read(entry.value, &decoding)?.wrappedValue ?? []
    }
}

extension ValueType<ModelSpec> {
    /// A model; within the file it may be used by others too.
    static let model: Self = {
        let plain = mapping({ ModelSpec.declaration }, name: "model", noun: "a model", mergesWithBase: true)
        return ValueType(
            noun: plain.noun, decode: { node, decoding in ModelReader.read(node, &decoding) }, schema: plain.schema,
            json: plain.json)
    }()
}
