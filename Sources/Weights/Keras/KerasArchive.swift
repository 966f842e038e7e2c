/// A `.keras` archive, as Keras 3 and tf.keras from 2.12 on save a model.
enum KerasArchive {
    /// Where the versions are.
    static let metadata = "metadata.json"
    /// The model's configuration.
    static let configuration = "config.json"
    /// Its weights, in the layout of a `.weights.h5`.
    static let weights = "model.weights.h5"
}

extension KerasContents {
    /// Describes an archive.
    init(archive bytes: UnsafeRawBufferPointer) throws(MalformedFile) {
        let archive = try ZipArchive(bytes, limit: KerasFileLimits.values(ofFile: bytes.count))
        let weights = try archive.member(KerasArchive.weights)
        let configuration = try KerasConfiguration(
            json: archive.member(KerasArchive.configuration).bytes, KerasArchive.configuration)
        try self.init(hdf5: weights.bytes)
        guard format == .kerasWeights else {
            throw MalformedFile("its \(KerasArchive.weights) is not of the layout that an archive has")
        }
        storage = weights
        format = .kerasArchive
        flattensChannelsFirst = configuration.flattensChannelsFirst
        arrange(by: configuration)
        metadata = try Self.words(archive.member(KerasArchive.metadata).bytes)
    }

    /// The texts of `metadata.json` but for the date.
    private static func words(_ bytes: UnsafeRawBufferPointer) throws(MalformedFile) -> [String: String] {
        var text = JSONText(Array(bytes)[...])
        var words: [String: String] = [:]
        try text.object { key, text throws(MalformedFile) in words[key] = try text.string() }
        try text.end()
        return words.filter { $0.key == "keras_version" }
    }
}
