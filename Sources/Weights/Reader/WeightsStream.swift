import Diagnostics

/// What the process that reads Keras files sends to the one that asked: a word, and a safetensors file whose metadata has the layers.
enum WeightsStream {
    /// What the stream begins with, so that another program is not taken for the reader.
    static let word = Array("assay-weights/1\n".utf8)

    private static let format = "format"
    private static let layers = "layers"
    private static let channelsFirst = "flattens_channels_first"
    /// Before the file's own words about itself.
    private static let words = "file."

    /// The largest stream of a file of a size.
    static func limit(ofFile size: Int) -> Int { KerasFileLimits.values(ofFile: size) + KerasFileLimits.header }

    /// Sends a file: `write` gets all bytes, one piece after the other.
    static func send(
        _ contents: KerasContents, to write: (UnsafeRawBufferPointer) throws(MalformedFile) -> Void
    ) throws(MalformedFile) {
        let tensors = contents.layers.flatMap(\.tensors)
        var metadata = [format: contents.format.rawValue, layers: text(of: contents.layers)]
        for (key, word) in contents.metadata { metadata[words + key] = word }
        if contents.flattensChannelsFirst { metadata[channelsFirst] = "true" }
        let start = word + SafeTensors.start(tensors.map { ($0.name, $0.type, $0.dataset.shape) }, metadata: metadata)
        guard start.count <= KerasFileLimits.header else { throw MalformedFile("its names take \(start.count) bytes") }
        try start.withUnsafeBufferPointer { bytes throws(MalformedFile) in try write(UnsafeRawBufferPointer(bytes)) }
        for tensor in tensors {
            let values = UnsafeMutableRawBufferPointer.allocate(byteCount: tensor.dataset.byteCount, alignment: 16)
            defer { values.deallocate() }
            try tensor.dataset.read(into: values)
            try write(UnsafeRawBufferPointer(values))
        }
    }

    /// Reads a stream, which is trusted as little as the file.
    static func receive(_ bytes: [UInt8], file: String) throws(Diagnostic) -> WeightsFile {
        do throws(MalformedFile) { return try contents(bytes) } catch { throw error.diagnostic(file) }
    }

    private static func contents(_ bytes: [UInt8]) throws(MalformedFile) -> WeightsFile {
        guard bytes.starts(with: word) else { throw MalformedFile("its reader did not answer") }
        let received = try SafeTensors.contents(count: bytes.count - word.count) { range in
            bytes[(word.count + range.lowerBound)..<(word.count + range.upperBound)]
        }
        guard let format = received.metadata[format].flatMap(WeightsFile.Format.init), let text = received.metadata[layers] else {
            throw MalformedFile("its reader left out the layers")
        }
        let named = Dictionary(received.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var json = JSONText(Array(text.utf8)[...])
        let layers = try json.array { json throws(MalformedFile) in try layer(&json, named) }
        try json.end()
        let taken = layers.flatMap(\.tensors).map(\.name)
        guard taken.count == named.count, Set(taken).count == named.count else {
            throw MalformedFile("its layers do not account for its tensors")
        }
        var metadata: [String: String] = [:]
        for (key, word) in received.metadata where key.hasPrefix(words) { metadata[String(key.dropFirst(words.count))] = word }
        return WeightsFile(
            format: format, metadata: metadata, tensors: received.tensors, layers: layers,
            flattensChannelsFirst: received.metadata[channelsFirst] == "true")
    }

    private static func layer(
        _ json: inout JSONText, _ named: [String: WeightsFile.Entry]
    ) throws(MalformedFile) -> WeightsFile.Layer {
        var layer = WeightsFile.Layer(name: "", tensors: [])
        try json.object { key, json throws(MalformedFile) in
            switch key {
            case "name": layer.name = try json.string()
            case "path": layer.path = try json.string()
            case "tensors":
                layer.tensors = try json.array { json throws(MalformedFile) in
                    guard let tensor = named[try json.string()] else {
                        throw MalformedFile("a layer has a tensor that is not there")
                    }
                    return tensor
                }
            default: throw MalformedFile("a layer has an unexpected \(JSONText.shown(key))")
            }
        }
        return layer
    }

    private static func text(of layers: [KerasContents.Layer]) -> String {
        let texts = layers.map { layer in
            let tensors = layer.tensors.map { JSONString.quoted($0.name) }.joined(separator: ",")
            let path = layer.path.map { "\"path\":\(JSONString.quoted($0))," } ?? ""
            return "{\"name\":\(JSONString.quoted(layer.name)),\(path)\"tensors\":[\(tensors)]}"
        }
        return "[\(texts.joined(separator: ","))]"
    }
}

extension MalformedFile {
    /// The same as people see it, about a file of Keras.
    func diagnostic(_ file: String) -> Diagnostic {
        Diagnostic(
            "weights-file", .error, "\(file) is not a usable weights file of Keras: \(reason)",
            help: ["load it in Keras and save it again: model.save_weights(\"model.weights.h5\")"])
    }
}
