import Diagnostics
import Foundation
import Plan
import Results

/// `trial.json` in a run directory: whose it is. Who writes it first has it; a trial that resolves to the same plan finds it there.
struct TrialOwner {
    /// The file's name.
    static let name = "trial.json"

    private let url: URL

    init(_ directory: SweepDirectory, id: String) { url = directory.trial(id).appendingPathComponent(Self.name) }

    /// Whose the run directory is; nil where nobody's, or where the file is damaged.
    private var owner: TrialKey? {
        (try? Data(contentsOf: url)).flatMap { try? PlanCoding.decode(TrialKey.self, from: $0) }
    }

    /// Takes the run directory for a trial; it is made where it is missing.
    ///
    /// - Returns: Whose it is: the trial's own, or another's who was first.
    func take(for trial: TrialKey) throws(Diagnostic) -> TrialKey {
        try RunDirectory.makeFolder(url.deletingLastPathComponent())
        if try AtomicFile.create(Self.data(trial), at: url) { return trial }
        if let owner { return owner }
        try hand(to: trial)
        return trial
    }

    /// Gives the run directory to another trial: nobody will run the one that had it.
    func hand(to trial: TrialKey) throws(Diagnostic) { try AtomicFile.write(Self.data(trial), to: url) }

    private static func data(_ trial: TrialKey) -> Data { Data("{\"number\": \(trial.number), \"seed\": \(trial.seed)}\n".utf8) }
}
