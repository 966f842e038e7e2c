import Diagnostics

/// The names of a file, as they are and as they are meant: `model/conv2d/kernel:0` is the `kernel` of `conv2d`.
struct TensorNames {
    /// The tensors of one layer.
    enum InLayer {
        /// One for each name that was asked for; nil where the layer has none such.
        case named([Int?])
        /// All of them in the layer's order: their names are not those of parameters.
        case listed([Int])
    }

    private let index: WeightsIndex
    private let whole: [String: Int]
    /// Layer and parameter without what stands before or behind; nil where several tensors have the same.
    private var short: [String: Int?] = [:]
    private let layers: [String: WeightsIndex.Layer]

    init(_ index: WeightsIndex) {
        self.index = index
        whole = Dictionary(index.tensors.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        layers = Dictionary((index.layers ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for (place, tensor) in index.tensors.enumerated() {
            let parts = Self.parts(of: tensor.name)
            guard parts.count > 1 else { continue }
            let name = parts.suffix(2).joined(separator: "/")
            short.updateValue(short.keys.contains(name) ? nil : place, forKey: name)
        }
    }

    /// The tensor of a name, as a whole or without what is not part of layer and parameter.
    subscript(name: String) -> Int? { whole[name] ?? short[Self.parts(of: name).joined(separator: "/")] ?? nil }

    /// The tensors of a layer; nil where the file has no such layer.
    func tensors(ofLayer layer: String, parameters: [String]) -> InLayer? {
        if let known = layers[layer] {
            let words = known.tensors.map { Self.parts(of: index.tensors[$0].name).last ?? "" }
            let found = parameters.map { parameter in
                (words.firstIndex(of: parameter) ?? Self.formerly[parameter].flatMap(words.firstIndex)).map { known.tensors[$0] }
            }
            return found.contains { $0 != nil } ? .named(found) : .listed(known.tensors)
        }
        let found = parameters.map { self["\(layer)/\($0)"] ?? whole["\(layer).\($0)"] }
        return found.contains { $0 != nil } ? .named(found) : nil
    }

    /// What Keras 2 called parameters: the kernel of a DepthwiseConv2D.
    private static let formerly = ["kernel": "depthwise_kernel"]

    /// That the file has not what a mapping asks for, and what it may be meant to be.
    func absence(of name: String, isLayer: Bool) -> String {
        // A file may have millions of names.
        let tensors = index.tensors.prefix(2000).map(\.name)
        let known =
            isLayer ? Set((index.layers ?? []).prefix(2000).map(\.name) + tensors.map { Self.layer(of: $0) }).sorted() : tensors
        let near = Spelling.nearest(to: name, in: known).map { "; is \(JSONText.shown($0)) meant?" } ?? ""
        return "the file has no \(isLayer ? "layer" : "tensor") \(JSONText.shown(name))\(near)"
    }

    /// The pieces of a name, without the `:0` that TensorFlow puts behind.
    private static func parts(of name: String) -> [String] {
        var parts = name.split(separator: "/").map(String.init)
        if let last = parts.popLast() {
            let pieces = last.split(separator: ":", maxSplits: 1)
            parts.append(pieces.count == 2 && Int(pieces[1]) != nil ? String(pieces[0]) : last)
        }
        return parts
    }

    /// Everything before the last slash, or the last point where there is none.
    private static func layer(of name: String) -> String {
        let separator: Character = name.contains("/") ? "/" : "."
        return name.lastIndex(of: separator).map { String(name[..<$0]) } ?? name
    }
}
