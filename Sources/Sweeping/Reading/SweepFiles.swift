import Diagnostics
import Foundation
import Plan
import Results

/// The files that a sweep keeps of itself for people and scripts, all made from its journals: `sweep.json`, `sweep.csv`, `best.yaml`.
public enum SweepFiles {
    /// Writes them, each whole.
    ///
    /// - Parameters:
    ///   - folder: The sweep's directory.
    ///   - best: Gives the experiment file of a trial.
    /// - Throws: A diagnostic with outcome `cannotWrite`, or that of `best`.
    public static func write(
        _ reading: SweepReading, to folder: URL, best: (TrialState) throws(Diagnostic) -> String
    ) throws(Diagnostic) {
        let json: Data
        do { json = try PlanCoding.encode(SweepRecord(reading)) } catch {
            throw Diagnostic("cannot-encode", .error, "sweep.json cannot be written: \(error)", outcome: .internalFault)
        }
        try AtomicFile.write(json + Data("\n".utf8), to: folder.appendingPathComponent("sweep.json"))
        try AtomicFile.write(Data(reading.csv.utf8), to: folder.appendingPathComponent("sweep.csv"))
        let file = folder.appendingPathComponent("best.yaml")
        guard let trial = reading.table.bestTrial else { return }
        let text = Data(try best(trial).utf8)
        // It changes rarely, and a file that stays the same keeps its time.
        if (try? Data(contentsOf: file)) != text { try AtomicFile.write(text, to: file) }
    }
}
