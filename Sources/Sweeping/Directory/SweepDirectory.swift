import Diagnostics
import Foundation
import Results

/// The folder of a sweep: `Results/<experiment>/sweeps/<name>/`. Any number of processes work in it at once, on any number of machines.
public struct SweepDirectory: Hashable, Sendable {
    /// Where it is.
    public let url: URL

    /// The folder of a sweep, whether it is there or not.
    public init(results: URL, experiment: String, sweep: String) {
        url = results.appendingPathComponent(experiment).appendingPathComponent("sweeps").appendingPathComponent(sweep)
    }

    /// A folder that exists.
    public init(existing url: URL) { self.url = url.resolvingSymlinksInPath() }

    /// What the sweep was and is: `0001.json` and what came after.
    public var definitions: URL { url.appendingPathComponent("definitions") }
    /// What happened, a file of lines for each process.
    public var journal: URL { url.appendingPathComponent("journal") }
    /// Who works on what.
    public var claims: URL { url.appendingPathComponent("claims") }
    /// The run directories.
    public var trials: URL { url.appendingPathComponent("trials") }

    /// The run directory of a trial.
    public func trial(_ id: String) -> URL { trials.appendingPathComponent(id) }

    /// Makes the folders that are missing.
    func make() throws(Diagnostic) {
        for folder in [definitions, journal, claims, trials] { try RunDirectory.makeFolder(folder) }
    }
}
