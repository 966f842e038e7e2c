import ArgumentParser
import Diagnostics
import Foundation
import Plan
import Results
import Sweeping

/// `assay compare`: the points of a sweep beside each other.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Compare the points of a sweep: the table, what the noise of the seeds explains, what the objective depends on.",
        discussion: """
            assay compare Results/phantom-sweep/sweeps/default
            assay compare Results/phantom-sweep/sweeps/default --all
            assay compare Results/phantom-sweep/sweeps/default --format json

            It reads the sweep's folder alone, also while others work in it, and writes sweep.json, sweep.csv, best.yaml and figures/ \
            there anew. Where the folder cannot be written it says so, and shows the table all the same.
            """)

    @Argument(help: "The folder of a sweep, or of an experiment with one sweep.", completion: .directory)
    var sweep: String

    @Option(help: "The most points to show.")
    var top = 20

    @Flag(help: "Show all points.")
    var all = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if top < 1 { throw ValidationError("--top is a number from 1") }
    }

    func run() throws {
        let directory = try output.reporting { () throws(Diagnostic) in try find() }
        let reading = try output.reporting { () throws(Diagnostic) in SweepReading(try Sweep.read(directory)) }
        let importance = reading.importance
        switch output.format {
        case .json: Output.out(JSONText.of(SweepComparison(reading, importance: importance)))
        case .human:
            Output.out(
                SweepComparisonText(
                    reading, importance: importance, limit: all ? .max : top, width: Output.width(of: STDOUT_FILENO) ?? 110,
                    style: Output.isUTF8 ? .box : .ascii
                ).text + Run.shown(directory.url) + "\n")
        }
        let publisher = SweepPublisher(directory)
        do throws(Diagnostic) {
            try publisher.publish(reading)
            try publisher.draw(reading, importance: importance)
        } catch {
            // What was asked for is shown; a folder that is only to be read is no failure.
            output.report([error.asWarning])
        }
    }

    /// The folder that was meant.
    private func find() throws(Diagnostic) -> SweepDirectory {
        let url = URL(fileURLWithPath: sweep, isDirectory: true)
        if Self.isSweep(url) { return SweepDirectory(existing: url) }
        let folder = url.appendingPathComponent("sweeps")
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        let sweeps = names.map { folder.appendingPathComponent($0) }.filter(Self.isSweep)
        if let only = sweeps.first, sweeps.count == 1 { return SweepDirectory(existing: only) }
        throw Diagnostic(
            "not-a-sweep", .error, "\(sweep) is no folder of a sweep",
            help: sweeps.isEmpty
                ? ["assay sweep names it in its last line: Results/<experiment>/sweeps/<name>"]
                : ["name one of its sweeps: " + sweeps.map { Run.shown($0) }.joined(separator: ", ")], outcome: .missingInput)
    }

    private static func isSweep(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.appendingPathComponent("definitions/0001.json").path)
    }
}
