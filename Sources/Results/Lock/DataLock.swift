/// The data of a lock that comes from one place: the files below a folder, or those that a manifest lists.
public struct DataLock: Codable, Hashable, Sendable {
    /// The data sets that read it, each with the SHA-256 of its samples in their order: label, path and content.
    public var datasets: [String: String]
    /// The manifest (csv); nil for a folder.
    public var manifest: FileMark?
    /// What each file held, by its path below the folder, or as the manifest has it.
    public var files: [String: FileMark]

    /// Creates an entry.
    public init(datasets: [String: String], manifest: FileMark? = nil, files: [String: FileMark]) {
        self.datasets = datasets
        self.manifest = manifest
        self.files = files
    }
}
