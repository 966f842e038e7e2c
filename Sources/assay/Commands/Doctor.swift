import ArgumentParser
import EngineOneDNN
import Foundation
import Results

/// `assay doctor`: what this machine gives.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Libraries, instruction set, threads, memory.")

    @OptionGroup var output: OutputOptions

    private struct Report: Encodable {
        var schema = "doctor/1"
        var versions = Versions.all
        var host = HostRecord()
        var instructionSet = OneDNNEngine.instructionSet
        var threads = max(1, ProcessInfo.processInfo.activeProcessorCount)
    }

    func run() throws {
        let report = Report()
        switch output.format {
        case .json: Output.out(JSONText.of(report))
        case .human:
            var lines = report.versions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            lines.append(("system", "\(report.host.system), \(report.host.kernel), \(report.host.architecture)"))
            lines.append(("processor", report.host.processor))
            lines.append(("instruction set", report.instructionSet))
            lines.append(("threads", "\(report.threads)"))
            lines.append(("memory", String(format: "%.1f GiB", Double(report.host.memoryBytes) / 0x1p30)))
            Output.out(lines.map { $0.padding(toLength: 17, withPad: " ", startingAt: 0) + $1 + "\n" }.joined())
        }
    }
}
