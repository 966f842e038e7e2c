import CHDF5
import Foundation

/// A dataset of a file from anywhere, described before any of its values is read.
struct HDF5Dataset {
    /// What its values are.
    enum Values: Hashable {
        /// Numbers that become floats, in the file's order of bytes; a whole one alone is the count of a Normalization.
        case floats(ElementType, isBigEndian: Bool)
        /// Several whole numbers: the state of a generator.
        case integers
    }

    /// The most axes that are read; no layer has more than 5.
    static let rankLimit = 8

    private let handle: HDF5Handle
    private let type: HDF5Handle
    /// Where it is.
    let path: String
    let values: Values
    let shape: [Int]
    /// The number of bytes of all values.
    let byteCount: Int

    /// Looks at an object.
    init(_ handle: HDF5Handle, path: String) throws(MalformedFile) {
        let name = JSONText.shown(path)
        let failure = "libhdf5 cannot read the description of \(name)"
        guard H5Iget_type(handle.id) == H5I_DATASET else { throw MalformedFile("\(name) is not a dataset") }
        let space = try HDF5Handle(H5Dget_space(handle.id), failure)
        let rank = H5Sget_simple_extent_ndims(space.id)
        guard H5Sget_simple_extent_type(space.id) != H5S_NULL, rank >= 0 else { throw MalformedFile("\(name) has no values") }
        guard rank <= Self.rankLimit else { throw MalformedFile("\(name) has \(rank) axes, and \(Self.rankLimit) is the limit") }
        var extents = [hsize_t](repeating: 0, count: Int(rank))
        guard H5Sget_simple_extent_dims(space.id, &extents, nil) == rank else { throw MalformedFile(failure) }

        self.handle = handle
        self.path = path
        type = try HDF5Handle(H5Dget_type(handle.id), failure)
        guard let values = try Self.values(type, of: handle, path, isSingle: rank == 0) else {
            throw MalformedFile("\(name) has values of a type that no weights have")
        }
        self.values = values
        let size = H5Tget_size(type.id)
        guard let count = Self.product(extents, by: size), let shape = Self.exact(extents) else {
            throw MalformedFile("the shape of \(name) is larger than any memory")
        }
        byteCount = count
        self.shape = shape
        try Self.checkStorage(of: handle, elementSize: size, name, failure)
    }

    /// Reads all values into exactly ``byteCount`` bytes, little-endian.
    func read(into bytes: UnsafeMutableRawBufferPointer) throws(MalformedFile) {
        precondition(bytes.count == byteCount)
        guard byteCount > 0 else { return }
        let all = assay_h5_all()
        guard H5Dread(handle.id, type.id, all, all, assay_h5_default(), bytes.baseAddress) >= 0 else {
            throw MalformedFile("libhdf5 cannot read the values of \(JSONText.shown(path)): the file is damaged")
        }
        guard case .floats(let element, isBigEndian: true) = values else { return }
        for start in stride(from: 0, to: byteCount, by: element.size) {
            for offset in 0..<element.size / 2 { bytes.swapAt(start + offset, start + element.size - 1 - offset) }
        }
    }

    /// The values' type; nil where it is none that is read. Only the layouts of IEEE 754 and bfloat16 are: no others are ever written, and
    /// the library never has to convert.
    private static func values(
        _ type: HDF5Handle, of handle: HDF5Handle, _ path: String, isSingle: Bool
    ) throws(MalformedFile) -> Values? {
        switch H5Tget_class(type.id) {
        case H5T_INTEGER where isSingle && H5Tget_sign(type.id) == H5T_SGN_2: return signed(type)
        case H5T_INTEGER, H5T_ENUM: return .integers
        case H5T_OPAQUE:
            // Keras writes bfloat16, for which NumPy has no type, as two bytes and says so beside them.
            guard H5Tget_size(type.id) == 2 else { return nil }
            let isBrain = try handle.texts("dtype", of: path) == ["bfloat16"]
            return isBrain ? .floats(.brain, isBigEndian: false) : nil
        case H5T_FLOAT: break
        default: return nil
        }
        var (sign, exponent, exponentSize, mantissa, mantissaSize) = (0, 0, 0, 0, 0)
        guard H5Tget_fields(type.id, &sign, &exponent, &exponentSize, &mantissa, &mantissaSize) >= 0 else { return nil }
        let bits = 8 * H5Tget_size(type.id)
        let order = H5Tget_order(type.id)
        guard order == H5T_ORDER_LE || order == H5T_ORDER_BE, H5Tget_offset(type.id) == 0, H5Tget_precision(type.id) == bits,
            H5Tget_norm(type.id) == H5T_NORM_IMPLIED, sign == bits - 1, mantissa == 0, exponent == mantissaSize,
            exponentSize + mantissaSize + 1 == bits, exponentSize < 16, H5Tget_ebias(type.id) == 1 << (exponentSize - 1) - 1
        else { return nil }
        let element: ElementType? =
            switch (bits, exponentSize) {
            case (64, 11): .double
            case (32, 8): .float
            case (16, 5): .half
            case (16, 8): .brain
            default: nil
            }
        return element.map { .floats($0, isBigEndian: order == H5T_ORDER_BE) }
    }

    /// Whole numbers of a size that Keras and PyTorch count in.
    private static func signed(_ type: HDF5Handle) -> Values {
        let (size, order) = (H5Tget_size(type.id), H5Tget_order(type.id))
        guard size == 4 || size == 8, order == H5T_ORDER_LE || order == H5T_ORDER_BE, H5Tget_offset(type.id) == 0,
            H5Tget_precision(type.id) == 8 * size
        else { return .integers }
        return .floats(size == 4 ? .int : .long, isBigEndian: order == H5T_ORDER_BE)
    }

    /// Makes sure that values lie in the file itself, through filters that every library has, in pieces no larger than any memory.
    private static func checkStorage(
        of handle: HDF5Handle, elementSize: Int, _ name: String, _ failure: String
    ) throws(MalformedFile) {
        let creation = try HDF5Handle(H5Dget_create_plist(handle.id), failure)
        guard H5Pget_external_count(creation.id) == 0 else {
            throw MalformedFile("the values of \(name) lie in another file, which is not followed")
        }
        switch H5Pget_layout(creation.id) {
        case H5D_COMPACT, H5D_CONTIGUOUS: break
        case H5D_CHUNKED:
            var extents = [hsize_t](repeating: 0, count: Int(H5S_MAX_RANK))
            let rank = H5Pget_chunk(creation.id, Int32(extents.count), &extents)
            guard rank >= 0, let chunk = product(extents.prefix(Int(rank)), by: elementSize), chunk <= chunkLimit else {
                throw MalformedFile("\(name) is stored in chunks that are too large")
            }
        default: throw MalformedFile("the values of \(name) are gathered from elsewhere, which is not followed")
        }
        let filters = H5Pget_nfilters(creation.id)
        guard filters >= 0 else { throw MalformedFile(failure) }
        for index in 0..<UInt32(filters) {
            var (flags, values, configuration): (UInt32, Int, UInt32) = (0, 0, 0)
            let filter = H5Pget_filter2(creation.id, index, &flags, &values, nil, 0, nil, &configuration)
            guard [H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE, H5Z_FILTER_FLETCHER32].contains(filter) else {
                throw MalformedFile("\(name) is compressed with the filter \(filter); gzip can be read")
            }
        }
    }

    /// The largest chunk: the format's own limit.
    private static let chunkLimit = Int(UInt32.max)

    /// The product of extents and a size; nil beyond Int.
    private static func product(_ extents: some Sequence<hsize_t>, by size: Int) -> Int? {
        var result = size
        for extent in extents {
            guard let extent = Int(exactly: extent) else { return nil }
            let (product, overflow) = result.multipliedReportingOverflow(by: extent)
            guard !overflow else { return nil }
            result = product
        }
        return result
    }

    /// Extents as Ints; nil where one is beyond.
    private static func exact(_ extents: [hsize_t]) -> [Int]? {
        let exact = extents.compactMap { Int(exactly: $0) }
        return exact.count == extents.count ? exact : nil
    }
}
