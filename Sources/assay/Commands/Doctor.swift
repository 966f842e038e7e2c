import ArgumentParser
import EngineOneDNN
import Foundation
import Results

/// `assay doctor`: what this machine gives.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Libraries, instruction set, threads, memory, and what is cached.")

    @OptionGroup var output: OutputOptions

    private struct Report: Encodable {
        var schema = "doctor/1"
        var versions = Versions.all
        var host = HostRecord()
        var instructionSet = OneDNNEngine.instructionSet
        var threads = max(1, ProcessInfo.processInfo.activeProcessorCount)
        var imageCache: Cache?
    }

    private struct Cache: Encodable {
        var folder: String
        var bytes: Int
        var limitBytes: Int
    }

    func run() throws {
        var report = Report()
        report.imageCache = try ImageCache.store().map { Cache(folder: $0.folder, bytes: $0.occupied, limitBytes: $0.limit) }
        switch output.format {
        case .json: Output.out(JSONText.of(report))
        case .human:
            var lines = report.versions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            lines.append(("system", "\(report.host.system), \(report.host.kernel), \(report.host.architecture)"))
            lines.append(("processor", report.host.processor))
            lines.append(("instruction set", report.instructionSet))
            lines.append(("threads", "\(report.threads)"))
            lines.append(("memory", String(format: "%.1f GiB", Double(report.host.memoryBytes) / 0x1p30)))
            let cache = report.imageCache.map { "\($0.folder), \(Self.size($0.bytes)) of at most \(Self.size($0.limitBytes))" }
            lines.append(("image cache", cache ?? "none"))
            Output.out(lines.map { $0.padding(toLength: 17, withPad: " ", startingAt: 0) + $1 + "\n" }.joined())
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 30 ? String(format: "%.1f GiB", Double(bytes) / 0x1p30) : String(format: "%.0f MiB", Double(bytes) / 0x1p20)
    }
}
