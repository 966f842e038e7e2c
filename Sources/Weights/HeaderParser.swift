import Network

/// A tensor as the header describes it.
struct TensorDescription {
    var name: String
    var type: ElementType
    var shape: [Int]
    /// Where its values begin and end, counted from the end of the header.
    var begin: Int
    var end: Int

    /// The range of its values in the file, checked against shape and file.
    func bytes(of fileCount: Int, from dataStart: Int) throws(MalformedFile) -> Range<Int> {
        var count = type.size
        for extent in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw MalformedFile("the shape of \(JSONText.shown(name)) is larger than any memory") }
            count = product
        }
        guard begin <= end, end - begin == count else {
            throw MalformedFile(
                "\(JSONText.shown(name)) of type \(type.rawValue) and shape \(Shape(Array(shape.prefix(8)))) takes \(count) bytes, not those from \(begin) to \(end)"
            )
        }
        guard end <= fileCount - dataStart else {
            throw MalformedFile(
                "the values of \(JSONText.shown(name)) end at \(end), and the file has only \(fileCount - dataStart) bytes of values"
            )
        }
        return dataStart + begin..<dataStart + end
    }
}

/// Reads the header of a safetensors file: exactly the JSON that the format allows, so that a name which comes twice is seen, nothing
/// nests and nothing is read that is not asked for.
struct HeaderParser {
    /// The file's own words about itself.
    private(set) var metadata: [String: String] = [:]
    /// The tensors, in the order of the header.
    var tensors: [TensorDescription] = []

    /// The largest number of axes that is read: NumPy's own limit.
    private static let rankLimit = 64

    /// Reads a whole header.
    static func parse(_ bytes: ArraySlice<UInt8>) throws(MalformedFile) -> HeaderParser {
        guard bytes.first == UInt8(ascii: "{") else { throw MalformedFile("its header does not begin with {") }
        var text = JSONText(bytes)
        var header = HeaderParser()
        var names: Set<String> = []
        try text.object { name, text throws(MalformedFile) in
            guard names.insert(name).inserted else { throw MalformedFile("the name \(JSONText.shown(name)) comes twice") }
            if name == "__metadata__" {
                try text.object { key, text throws(MalformedFile) in
                    guard header.metadata.updateValue(try text.string(), forKey: key) == nil else {
                        throw MalformedFile("the metadata \(JSONText.shown(key)) comes twice")
                    }
                }
            } else {
                header.tensors.append(try tensor(name, &text))
            }
        }
        try text.end()
        return header
    }

    private static func tensor(_ name: String, _ text: inout JSONText) throws(MalformedFile) -> TensorDescription {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try text.object { key, text throws(MalformedFile) in
            switch key {
            case "dtype" where type == nil: type = try text.string()
            case "shape" where shape == nil:
                shape = try text.array(atMost: rankLimit) { text throws(MalformedFile) in try text.number() }
            case "data_offsets" where offsets == nil:
                offsets = try text.array(atMost: 2) { text throws(MalformedFile) in try text.number() }
            default: throw MalformedFile("\(JSONText.shown(name)) has an unexpected \(JSONText.shown(key))")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw MalformedFile("\(JSONText.shown(name)) lacks its dtype, its shape or its two data_offsets")
        }
        guard let element = ElementType(rawValue: type) else {
            let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
            throw MalformedFile("\(JSONText.shown(name)) has the element type \(JSONText.shown(type)); \(known) can be read")
        }
        return TensorDescription(name: name, type: element, shape: shape, begin: offsets[0], end: offsets[1])
    }
}
