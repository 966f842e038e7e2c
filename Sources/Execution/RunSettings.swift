import Datasets
import Engine
import Foundation
import Logging
import Results

/// What a run needs beside its plan, none of which changes a number.
public struct RunSettings: Sendable {
    /// What computes the networks.
    public var engine: any Engine
    /// Threads that decode and augment ahead of training.
    public var loaderThreads: Int
    /// Where decoded pixels are kept from run to run; nil keeps them in memory alone.
    public var pixelStore: PixelStore?
    /// The longest time without a checkpoint within a training, in seconds; one is written at the end of each epoch and of each step
    /// anyway.
    public var checkpointSeconds: Double
    /// Versions for `run.json`, by name.
    public var versions: [String: String]
    /// Where a run says what it is about, in detail; results never go there.
    public var logger: Logger
    /// The experiment file as it was given, kept beside the results.
    public var source: Data
    /// What each file held that the experiment was read from, by name.
    public var sources: [String: FileMark]
    /// Where the run is left although nobody interrupts it; nil runs it to its end.
    public var pause: RunPause?
    /// What the run starts from, where that is known already; nil lets the run find out.
    public var inputs: RunInputs?
    /// The folder of the experiment file, whose repository is named in `run.json`.
    public var sourceFolder: URL

    /// Creates settings.
    public init(
        engine: any Engine, loaderThreads: Int = 1, pixelStore: PixelStore? = nil, checkpointSeconds: Double = 300,
        versions: [String: String], logger: Logger = Logger(label: "assay"), source: Data, sources: [String: FileMark] = [:],
        sourceFolder: URL
    ) {
        self.engine = engine
        self.loaderThreads = loaderThreads
        self.pixelStore = pixelStore
        self.checkpointSeconds = checkpointSeconds
        self.versions = versions
        self.logger = logger
        self.source = source
        self.sources = sources
        self.sourceFolder = sourceFolder
    }
}
