/// What a Keras file holds, before any value is read.
struct KerasContents {
    /// A tensor under the name that people see.
    struct Tensor {
        /// Its path in the file, below the group of the weights.
        var name: String
        var dataset: HDF5Dataset
        var type: ElementType
    }

    /// A layer with weights.
    struct Layer {
        var name: String
        /// Where a Keras 3 file keeps it, below `layers`; nil in the legacy layout.
        var path: String?
        var tensors: [Tensor]
    }

    var format: WeightsFile.Format
    var metadata: [String: String] = [:]
    var layers: [Layer] = []
    var flattensChannelsFirst = false
    /// What keeps the bytes of a member of an archive alive.
    var storage: ZipArchive.Member?

    /// Describes a whole file, HDF5 or archive, which lies in memory and stays there as long as the result.
    init(_ bytes: UnsafeRawBufferPointer) throws(MalformedFile) {
        if bytes.starts(with: ZipArchive.signature) {
            try self.init(archive: bytes)
        } else {
            try self.init(hdf5: bytes)
        }
        // Values go through memory: a small file that stands for an endless number of them is refused before any is taken.
        var room = KerasFileLimits.values(ofFile: bytes.count)
        for tensor in layers.flatMap(\.tensors) {
            room -= min(tensor.dataset.byteCount, .max / 2)
            guard room >= 0 else {
                throw MalformedFile(
                    "it stands for more than \(KerasFileLimits.values(ofFile: bytes.count)) bytes of values, and has \(bytes.count)"
                )
            }
        }
    }

    /// Describes an HDF5 file.
    init(hdf5 bytes: UnsafeRawBufferPointer) throws(MalformedFile) {
        let root = try HDF5Group(root: bytes)
        if try root.textsInParts(KerasLegacy.layerNames) != nil {
            try self.init(legacy: root, model: root)
        } else if let weights = try root.group(KerasLegacy.weightsGroup) {
            try self.init(legacy: weights, model: root)
        } else if let layers = try Self.kerasLayers(of: root) {
            try self.init(layers: layers, of: root)
        } else {
            throw MalformedFile("it has neither layer_names nor a group of layers, as the files of Keras do")
        }
    }

    /// An empty value of a format.
    init(format: WeightsFile.Format) { self.format = format }
}

/// How much of a file from anywhere is taken into memory.
enum KerasFileLimits {
    /// The most bytes of values that a file of a size may stand for.
    ///
    /// Deflate makes up to 1032 bytes of one, and a chunk that was never written, or one that many names share, any number. Trained floats hardly
    /// shrink and pruned ones tenfold, so 32 leaves room for every real file, and keeps what a hostile one takes in proportion to it.
    static func values(ofFile size: Int) -> Int { 1 << 24 + 32 * min(size, .max / 64) }

    /// The most bytes that names and metadata take beside them.
    static let header = 1 << 26
}
