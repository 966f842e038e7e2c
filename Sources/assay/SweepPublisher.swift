import Diagnostics
import Experiment
import Foundation
import Plan
import Results
import Sweeping

/// Writes what a sweep keeps of itself for people and scripts, beside its journals: `experiment.yaml`, `sweep.json`, `sweep.csv`,
/// `best.yaml` and the figures. Everything but the first follows from the directory alone, whoever asks for it.
struct SweepPublisher {
    private let directory: SweepDirectory

    /// A publisher of a sweep that exists.
    init(_ directory: SweepDirectory) { self.directory = directory }

    /// Keeps the experiment of a sweep as one file that stands alone: what `best.yaml` is made from.
    ///
    /// - Throws: What is wrong with the file; a diagnostic with outcome `cannotWrite`.
    func keep(_ file: String, settings: [String]) throws(Diagnostic) {
        let comment = ["The experiment of the sweep in this folder, whatever becomes of the file it was written in."]
        let text = try Self.standalone(file, settings: settings, seed: nil, comment: comment)
        try Self.replace(directory.url.appendingPathComponent("experiment.yaml"), with: text)
    }

    /// Writes `sweep.json`, `sweep.csv` and `best.yaml` anew.
    func publish(_ reading: SweepReading) throws(Diagnostic) {
        try SweepFiles.write(reading, to: directory.url) { trial throws(Diagnostic) in try best(trial, reading) }
    }

    /// Draws the figures, where anything was measured.
    func draw(_ reading: SweepReading, importance: [SweepComparison.Importance]? = nil) throws(Diagnostic) {
        guard reading.table.best != nil else { return }
        let importance = importance ?? reading.importance
        let folder = directory.url.appendingPathComponent("figures")
        do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
            throw Diagnostic(
                "cannot-write", .error, "\(folder.path) cannot be made: \(error.localizedDescription)", outcome: .cannotWrite)
        }
        let figures = SweepFigures(reading).all(
            importance: importance.map { ($0.parameter, $0.share) }, curves: SweepCurves(reading, in: directory.url))
        try SweepFigures.write(figures, to: folder)
    }

    /// The experiment file of a trial.
    private func best(_ trial: TrialState, _ reading: SweepReading) throws(Diagnostic) -> String {
        try Self.standalone(
            directory.url.appendingPathComponent("experiment.yaml").path, settings: trial.assignment.settings.map(\.text),
            seed: trial.key.seed, comment: reading.bestComment)
    }

    private static func standalone(
        _ file: String, settings: [String], seed: Int?, comment: [String]
    ) throws(Diagnostic) -> String {
        let composition = Composer(workingDirectory: FileManager.default.currentDirectoryPath).compose(
            file: file, settings: settings)
        guard let document = composition.document, !composition.diagnostics.contains(where: { $0.severity == .error }) else {
            throw composition.diagnostics.first { $0.severity == .error }
                ?? Diagnostic("cannot-read", .error, "\(file) cannot be read", outcome: .missingInput)
        }
        return document.standalone(
            seed: seed, environment: ProcessInfo.processInfo.environment,
            absolute: { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }, comment: comment)
    }

    /// Writes a file where it is not as it should be.
    private static func replace(_ url: URL, with text: String) throws(Diagnostic) {
        let data = Data(text.utf8)
        if (try? Data(contentsOf: url)) != data { try AtomicFile.write(data, to: url) }
    }
}
