import CHDF5
import Network

/// Writes an HDF5 file in memory. No time is in it: the same calls give the same bytes.
struct HDF5Writer {
    private static let failure = "libhdf5 cannot write"

    private let file: HDF5Handle
    private let links: HDF5Handle
    private let groups: HDF5Handle
    private let datasets: HDF5Handle

    /// Starts an empty file, in the oldest version of the format that holds what is written, so that every library reads it.
    init() throws(MalformedFile) {
        let creation = try HDF5Handle(assay_h5_file_creation(), Self.failure)
        links = try HDF5Handle(assay_h5_link_creation(), Self.failure)
        groups = try HDF5Handle(assay_h5_group_creation(), Self.failure)
        datasets = try HDF5Handle(assay_h5_dataset_creation(), Self.failure)
        for list in [creation, groups, datasets] {
            try Self.check(H5Pset_obj_track_times(list.id, false))
        }
        try Self.check(H5Pset_create_intermediate_group(links.id, 1))
        file = try HDF5Handle(assay_h5_create(creation.id), Self.failure)
    }

    /// The file's bytes so far.
    func bytes() throws(MalformedFile) -> [UInt8] {
        try Self.check(H5Fflush(file.id, H5F_SCOPE_GLOBAL))
        let count = H5Fget_file_image(file.id, nil, 0)
        guard count > 0 else { throw MalformedFile(Self.failure) }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, H5Fget_file_image(file.id, buffer.baseAddress, count))
        }
    }

    /// The root.
    func root() throws(MalformedFile) -> HDF5Handle { try HDF5Handle(H5Gopen2(file.id, "/", assay_h5_default()), Self.failure) }

    /// Makes a group; those above it are made too.
    @discardableResult
    func group(_ path: String) throws(MalformedFile) -> HDF5Handle {
        try HDF5Handle(H5Gcreate2(file.id, path, links.id, groups.id, assay_h5_default()), Self.failure)
    }

    /// Writes floats.
    func write(_ tensor: Tensor, to path: String) throws(MalformedFile) {
        let extents = tensor.shape.map { hsize_t($0) }
        let space = try HDF5Handle(
            extents.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extents.count), extents, nil), Self.failure)
        let type = assay_h5_float()
        let dataset = try HDF5Handle(
            H5Dcreate2(file.id, path, type, space.id, links.id, datasets.id, assay_h5_default()), Self.failure)
        guard !tensor.values.isEmpty else { return }
        let bits = tensor.values.map(\.bitPattern.littleEndian)
        try Self.check(H5Dwrite(dataset.id, type, assay_h5_all(), assay_h5_all(), assay_h5_default(), bits))
    }

    /// Gives an object a text of variable length, as h5py writes a `str`.
    static func write(_ text: String, as name: String, of object: HDF5Handle) throws(MalformedFile) {
        let type = try HDF5Handle(H5Tcopy(assay_h5_text()), failure)
        try check(H5Tset_size(type.id, assay_h5_variable()))
        try check(H5Tset_cset(type.id, H5T_CSET_UTF8))
        let space = try HDF5Handle(H5Screate(H5S_SCALAR), failure)
        let attribute = try HDF5Handle(
            H5Acreate2(object.id, name, type.id, space.id, assay_h5_default(), assay_h5_default()), failure)
        try check(text.withCString { pointer in withUnsafePointer(to: pointer) { H5Awrite(attribute.id, type.id, $0) } })
    }

    /// Gives an object texts of one length, padded with zeros, as h5py writes NumPy's bytes; one text alone where `isList` is false.
    ///
    /// Every h5py gives them back as bytes, which old Keras decodes.
    static func write(
        bytes texts: [String], length: Int? = nil, isList: Bool = true, as name: String, of object: HDF5Handle
    ) throws(MalformedFile) {
        let size = length ?? max(1, texts.map(\.utf8.count).max() ?? 0)
        let type = try HDF5Handle(H5Tcopy(assay_h5_text()), failure)
        try check(H5Tset_size(type.id, size))
        try check(H5Tset_strpad(type.id, H5T_STR_NULLPAD))
        let count = [hsize_t(texts.count)]
        let space = try HDF5Handle(isList ? H5Screate_simple(1, count, nil) : H5Screate(H5S_SCALAR), failure)
        let attribute = try HDF5Handle(
            H5Acreate2(object.id, name, type.id, space.id, assay_h5_default(), assay_h5_default()), failure)
        let bytes = texts.flatMap { text in Array(text.utf8) + [UInt8](repeating: 0, count: size - text.utf8.count) }
        guard !bytes.isEmpty else { return }
        try check(H5Awrite(attribute.id, type.id, bytes))
    }

    private static func check(_ result: herr_t) throws(MalformedFile) {
        guard result >= 0 else { throw MalformedFile(failure) }
    }
}
