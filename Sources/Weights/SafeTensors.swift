import Diagnostics
import Network

/// The safetensors format (huggingface.co/docs/safetensors): a little-endian header length, a JSON header, and the values of all tensors
/// one after the other, row-major, little-endian.
public enum SafeTensors {
    /// The largest header that is read: the format's own limit.
    static let headerLimit = 100_000_000

    /// The bytes of a file of float32 tensors: a function of names, shapes, values and metadata alone.
    ///
    /// Tensors lie, and stand in the header, in the order given; metadata keys are sorted; the header is padded with spaces so that values
    /// begin at a multiple of 8.
    public static func write(_ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:]) -> [UInt8] {
        var bytes = start(tensors.map { ($0.name, .float, $0.tensor.shape) }, metadata: metadata)
        bytes.reserveCapacity(bytes.count + tensors.reduce(0) { $0 + 4 * $1.tensor.values.count })
        for (_, tensor) in tensors {
            for value in tensor.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        }
        return bytes
    }

    /// What comes before the values: the header's length, and the header with its padding.
    static func start(_ tensors: [(name: String, type: ElementType, shape: [Int])], metadata: [String: String]) -> [UInt8] {
        var fields: [String] = []
        if !metadata.isEmpty {
            let words = metadata.sorted { $0.key < $1.key }.map { "\(JSONString.quoted($0.key)):\(JSONString.quoted($0.value))" }
            fields.append("\"__metadata__\":{\(words.joined(separator: ","))}")
        }
        var end = 0
        for (name, type, shape) in tensors {
            let begin = end
            end += shape.reduce(type.size, *)
            let extents = shape.map(String.init).joined(separator: ",")
            fields.append(
                "\(JSONString.quoted(name)):{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(extents)],\"data_offsets\":[\(begin),\(end)]}"
            )
        }
        var header = Array("{\(fields.joined(separator: ","))}".utf8)
        header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
    }

    /// Reads a file from anywhere: nothing in it is trusted.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - file: Its name, for messages.
    /// - Throws: A diagnostic `weights-file` that says what is wrong: a length beyond the file or the limit, a header that is not the
    ///   format's JSON, a name that comes twice, an element type other than F64, F32, F16 and BF16, a shape that does not fit its
    ///   length, values that overlap, leave a gap or end before or beyond the file.
    public static func read(_ bytes: [UInt8], file: String) throws(Diagnostic) -> WeightsFile {
        try read(file: file, count: bytes.count) { bytes[$0] }
    }

    /// Reads a file piece by piece; see ``contents(count:read:)``.
    static func read(
        file: String, count: Int, read: (Range<Int>) throws(MalformedFile) -> ArraySlice<UInt8>
    ) throws(Diagnostic) -> WeightsFile {
        do {
            return try contents(count: count, read: read)
        } catch {
            throw Diagnostic(
                "weights-file", .error, "\(file) is not a usable safetensors file: \(error.reason)",
                help: ["write it again with save_weights, or with the Python package safetensors"])
        }
    }

    /// Reads a whole file; see ``read(_:file:)``.
    static func contents(_ bytes: [UInt8]) throws(MalformedFile) -> WeightsFile {
        try contents(count: bytes.count) { bytes[$0] }
    }

    /// Reads a file piece by piece: the header, then each tensor by itself, so that no second copy of all values is needed.
    ///
    /// - Parameters:
    ///   - count: The number of bytes of the whole file.
    ///   - read: Gives the bytes of a range that lies within the file.
    static func contents(
        count: Int, read: (Range<Int>) throws(MalformedFile) -> ArraySlice<UInt8>
    ) throws(MalformedFile) -> WeightsFile {
        guard count >= 8 else { throw MalformedFile("it has \(count) bytes, and its header's length alone takes 8") }
        let length = try read(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= headerLimit else {
            throw MalformedFile("its header has \(length) bytes, and \(headerLimit) is the limit")
        }
        guard length <= count - 8 else {
            throw MalformedFile("its header has \(length) bytes, and the file ends after \(count - 8) of them")
        }
        let dataStart = 8 + Int(length)
        var header = try HeaderParser.parse(read(8..<dataStart))
        header.tensors.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }

        var tensors: [WeightsFile.Entry] = []
        var next = 0
        for description in header.tensors {
            guard description.begin == next else {
                let what = description.begin < next ? "overlap others" : "leave a gap before them"
                throw MalformedFile(
                    "the values of \(JSONText.shown(description.name)) begin at \(description.begin) and \(what): \(next) is next"
                )
            }
            let range = try description.bytes(of: count, from: dataStart)
            let values = description.type.floats(try read(range))
            guard let tensor = Tensor(shape: description.shape, values: values) else {
                throw MalformedFile(
                    "\(JSONText.shown(description.name)) has \(values.count) values, which is not what its shape takes")
            }
            tensors.append(WeightsFile.Entry(name: description.name, tensor: tensor))
            next = description.end
        }
        guard next == count - dataStart else {
            throw MalformedFile("\(count - dataStart - next) bytes after the last tensor belong to none")
        }
        return WeightsFile(
            format: .safetensors, metadata: header.metadata, tensors: tensors,
            layers: NetworkWeights.layers(of: tensors, metadata: header.metadata))
    }
}

/// What is wrong with a file, without its name.
struct MalformedFile: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
