import Engine
import Foundation

/// What a run needs beside its plan, none of which changes a number.
public struct RunSettings: Sendable {
    /// What computes the networks.
    public var engine: any Engine
    /// Threads that decode and augment ahead of training.
    public var loaderThreads: Int
    /// Versions for `run.json`, by name.
    public var versions: [String: String]
    /// The experiment file as it was given, kept beside the results.
    public var source: Data
    /// The folder of the experiment file, whose repository is named in `run.json`.
    public var sourceFolder: URL

    /// Creates settings.
    public init(engine: any Engine, loaderThreads: Int = 1, versions: [String: String], source: Data, sourceFolder: URL) {
        self.engine = engine
        self.loaderThreads = loaderThreads
        self.versions = versions
        self.source = source
        self.sourceFolder = sourceFolder
    }
}
