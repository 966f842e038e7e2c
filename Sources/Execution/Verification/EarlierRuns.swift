import Foundation
import Results

/// The runs of an experiment that are there already, by what decides their numbers.
struct EarlierRuns {
    private var completed: [RunIdentity: RunRecord] = [:]

    /// Reads `run.json` of every run; what cannot be read is no run.
    init(in results: URL, experiment: String) {
        let folder = results.appendingPathComponent(experiment)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        // Names begin with the time: of two runs that are the same, the older stays.
        for name in names.sorted() where name != "latest" {
            guard let record = try? RunDirectory(existing: folder.appendingPathComponent(name)).record(),
                record.status == .completed, record.runId == name, let identity = RunIdentity(of: record),
                completed[identity] == nil
            else { continue }
            completed[identity] = record
        }
    }

    /// A run of this identity that came to its end.
    func completed(_ identity: RunIdentity) -> RunRecord? { completed[identity] }
}
