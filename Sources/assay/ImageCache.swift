import Datasets
import Diagnostics
import EngineOneDNN
import Experiment
import Foundation

/// Where decoded images are kept from run to run, as the environment says: the folder by `XDG_CACHE_HOME`, the size by a variable of ours.
enum ImageCache {
    /// The variable: an amount such as `5GiB`, or `none`.
    static let variable = "ASSAY_CACHE_SIZE"
    /// The size without it.
    private static let usual = 5 << 30

    /// The store of whoever runs this; nil where there is no home or none is wanted.
    ///
    /// - Throws: What is wrong with the size.
    static func store(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Diagnostic) -> PixelStore? {
        let limit = try limit(environment[variable])
        guard limit > 0, let folder = PixelStore.standardFolder(environment) else { return nil }
        return PixelStore(folder: folder, limit: limit)
    }

    /// Where what frozen layers give is kept that fits no memory: in the same folder, within the same size, until the process ends.
    ///
    /// - Throws: What is wrong with the size.
    static func featureDisk(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Diagnostic) -> DiskBudget? {
        let limit = try limit(environment[variable])
        guard limit > 0, let folder = PixelStore.standardFolder(environment) else { return nil }
        return DiskBudget(folder: folder, bytes: limit)
    }

    private static func limit(_ text: String?) throws(Diagnostic) -> Int {
        guard let text, !text.isEmpty else { return usual }
        if text == "none" { return 0 }
        guard let bytes = ByteCount.parse(text), bytes >= 0, bytes <= 1e15 else {
            throw Diagnostic(
                "cache-size", .error, "\(variable) is '\(text)', which is no amount of bytes",
                help: ["write an amount such as 5GiB or 800MB, or none"], outcome: .usage)
        }
        return Int(bytes)
    }
}
