import Network
import YAMLSyntax

/// What may stand in a list of layers.
enum LayerEntry: Sendable {
    case layer(OneOf<LayerFamily>)
    case repeated(Repeat)
    case parallel(Parallel)
    case model(ModelReference)
}

extension LayerSpec {
    /// An item of a list of layers: a layer, or a list that stands for its layers.
    static func itemSchema(_ definitions: inout SchemaDefinitions) -> JSON {
        .anyOf([Kinds.layers.type.placeSchema(&definitions), ValueType<[LayerSpec]>.layers.schema(&definitions)])
    }
}

extension ValueType<[LayerSpec]> {
    /// The layers of a model, with every `repeat`, `parallel` and block written out.
    static let layers: Self = ValueType(
        noun: "a list of layers",
        decode: { node, decoding in
            guard LayerReader.check(node, &decoding) else { return nil }
            var reader = LayerReader()
            reader.read(node, &decoding)
            return reader.layers
        },
        schema: { definitions in
            definitions.reference(to: "layers") { definitions in
                ["type": "array", "minItems": 1, "items": LayerSpec.itemSchema(&definitions)]
            }
        },
        json: { _ in nil })
}

extension ValueType<Node?> {
    /// A list of layers that is read with each use.
    static let layersReadLater: Self = ValueType(
        noun: "a list of layers", decode: { node, decoding in LayerReader.check(node, &decoding) ? .some(node) : nil },
        schema: { definitions in ValueType<[LayerSpec]>.layers.schema(&definitions) }, json: { _ in nil })
}

/// Reads lists of layers into one list, and says of each layer where it reads from.
struct LayerReader {
    /// What has been read.
    private(set) var layers: [LayerSpec] = []
    /// Where the next layer reads from, unless it says so itself.
    private var previous: [LayerSpec.Input] = [.model]

    /// Whether a node is a list of at least one layer; says so where it is not.
    static func check(_ node: Node, _ decoding: inout Decoding) -> Bool {
        if case .sequence(let items) = node.content, !items.isEmpty { return true }
        decoding.subject = "layers"
        decoding.mismatch(node, needs: "a list of at least one layer")
        return false
    }

    /// Reads a list, layer after layer.
    mutating func read(_ node: Node, _ decoding: inout Decoding) {
        guard case .sequence(let items) = node.content else { return }
        guard decoding.layerDepth < Decoding.maximumLayerDepth else {
            return decoding.reportOnce(
                "expansion-too-deep", "layers are nested more than \(Decoding.maximumLayerDepth) deep here", at: node.place)
        }
        decoding.layerDepth += 1
        defer { decoding.layerDepth -= 1 }
        for item in items {
            guard Self.hasRoom(for: item, &decoding) else { return }
            decoding.layersLeft -= 1
            decoding.subject = "layers"
            guard let resolved = decoding.resolve(item) else { continue }
            if case .sequence = resolved.content {
                read(resolved, &decoding)
            } else if let (block, arguments) = Self.blockUse(resolved, decoding) {
                read(block, arguments, &decoding)
            } else if let entry = Kinds.layers.read(resolved, &decoding) {
                read(entry, &decoding)
            }
        }
    }

    private mutating func read(_ entry: Written<LayerEntry>, _ decoding: inout Decoding) {
        let inputs = sources(entry.inputs)
        switch entry.value {
        case .layer(let layer): append(entry.map { _ in .layer(layer) }, inputs, decoding)
        case .repeated(let loop): turns(of: loop, &decoding)
        case .parallel(let parallel): branches(of: parallel, label: entry.$label, from: inputs, &decoding)
        case .model(let reference):
            guard let use = ModelReader.use(reference, at: entry, &decoding) else { return }
            append(entry.map { _ in .model(use) }, inputs, decoding)
        }
    }

    private mutating func append(_ layer: Written<LayerSpec.Content>, _ inputs: [LayerSpec.Input], _ decoding: Decoding) {
        let blocks = decoding.enclosing.reversed().prefix { !$0.isModel }.reversed()
        layers.append(LayerSpec(layer, inputs: inputs, uses: Array(blocks)))
        previous = [.entry(layers.count - 1)]
    }

    private func sources(_ named: [Located<String>]) -> [LayerSpec.Input] {
        named.isEmpty ? previous : named.map { .named($0) }
    }

    private mutating func turns(of loop: Repeat, _ decoding: inout Decoding) {
        guard let body = loop.layers else { return }
        let outside = decoding.scope
        defer { decoding.scope = outside }
        for turn in 0..<loop.count {
            guard Self.hasRoom(for: body, &decoding) else { break }
            decoding.scope.bind(local: "index", to: Node(.scalar(String(turn + 1), .plain), at: body.position))
            for variable in loop.over { decoding.scope.bind(local: variable.name, to: variable.values[turn]) }
            read(body, &decoding)
        }
    }

    private mutating func branches(
        of parallel: Parallel, label: Located<String?>, from start: [LayerSpec.Input], _ decoding: inout Decoding
    ) {
        var ends: [LayerSpec.Input] = []
        for path in parallel.paths {
            previous = start
            read(path, &decoding)
            ends += previous
        }
        guard let merge = parallel.merge else { return }
        var layer = merge.map { LayerSpec.Content.layer($0) }
        layer.$label = label
        append(layer, ends, decoding)
    }

    // MARK: Blocks

    /// The block that an item names, and what stands after its name.
    private static func blockUse(_ node: Node, _ decoding: Decoding) -> (block: Written<Named<Block>>, arguments: Node?)? {
        let (word, place, arguments): (String, Place, Node?)
        switch node.content {
        case .scalar(let text, _): (word, place, arguments) = (text, node.place, nil)
        case .mapping(let entries) where entries.count == 1:
            (word, place, arguments) = (entries[0].key, entries[0].place, entries[0].value)
        default: return nil
        }
        guard let block = decoding.blocks.block(word) else { return nil }
        return (Written(block, kind: Located(word, at: place.position, length: place.length), places: [:]), arguments)
    }

    private mutating func read(_ use: Written<Named<Block>>, _ arguments: Node?, _ decoding: inout Decoding) {
        let (name, block) = (use.value.name, use.value.value)
        guard let place = use.place(of: name), let definition = use.value.$name.position else { return }
        decoding.usedBlocks.insert(definition)
        let declaration = LayerArguments.declaration(of: name, block.parameters)
        guard decoding.mayEnter(name, isModel: false, definition, at: place),
            let given = declaration.read(arguments, owner: place, common: .layer, &decoding)
        else { return }
        previous = sources(given.common.inputs)
        guard let body = block.layers else { return }
        decoding.inside(
            LayerUse(isModel: false, of: name, place: place, definition: definition, name: given.common.label),
            scope: block.scope,
            blocks: decoding.blocks.upTo(level: block.level)
        ) { decoding in
            decoding.bind(block.parameters, to: given.value)
            if let label = given.common.label {
                let position = given.common.$label.position ?? place.position
                decoding.scope.bind(
                    local: "name", to: Node(.scalar(label, .plain), at: position, length: given.common.$label.length))
            }
            read(body, &decoding)
        }
    }

    /// Reads the layers of blocks that nothing uses, as far as they can be read without arguments.
    static func checkUnused(_ blocks: [Named<Block>], _ decoding: inout Decoding) {
        for named in blocks {
            guard let body = named.value.layers, let position = named.$name.position, !decoding.usedBlocks.contains(position)
            else { continue }
            let room = decoding.layersLeft
            defer { decoding.layersLeft = room }
            let place = Place(position, length: named.$name.length)
            decoding.inside(
                LayerUse(isModel: false, of: named.name, place: place, definition: position, name: nil), scope: named.value.scope,
                blocks: decoding.blocks.upTo(level: named.value.level)
            ) { decoding in
                decoding.bind(named.value.parameters, to: LayerArguments())
                decoding.scope.bind(local: "name", to: nil)
                var reader = LayerReader()
                reader.read(body, &decoding)
            }
        }
    }

    private static func hasRoom(for node: Node, _ decoding: inout Decoding) -> Bool {
        if decoding.layersLeft > 0 { return true }
        decoding.reportOnce(
            "too-many-layers", "this makes more than \(Decoding.maximumLayers) layers", at: node.place,
            help: ["nested `repeat`s and blocks multiply"])
        return false
    }
}
