import Foundation
import Results

/// The runs of some seeds that are there already: complete ones, which need not be run again, and others, which can be taken up.
struct EarlierRuns {
    private var completed: [SeedPlan: RunRecord] = [:]
    private var unfinished: [SeedPlan: RunDirectory] = [:]

    /// Reads `run.json` and `run.lock` of every run of an experiment; what cannot be read is no run.
    init(of seeds: [SeedPlan], in results: URL, experiment: String) {
        let folder = results.appendingPathComponent(experiment)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        // Names begin with the time. Of complete runs that are the same, any one will do; of others, the newest has come furthest.
        for name in names.sorted() {
            let directory = RunDirectory(existing: folder.appendingPathComponent(name))
            guard let record = try? directory.record(), record.runId == name,
                let seed = seeds.first(where: { $0.planSha256 == record.planSha256 }),
                (try? directory.lock())?.identity == seed.identity
            else { continue }
            switch record.status {
            case .completed: completed[seed] = record
            case .running, .interrupted: unfinished[seed] = directory
            case .failed: break
            }
        }
    }

    /// A run of a seed that came to its end.
    func completed(_ seed: SeedPlan) -> RunRecord? { completed[seed] }

    /// The newest run of a seed that was interrupted or killed, or is under way.
    func unfinished(_ seed: SeedPlan) -> RunDirectory? { unfinished[seed] }
}
