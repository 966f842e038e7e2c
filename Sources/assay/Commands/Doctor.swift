import ArgumentParser
import Diagnostics
import Engine
import EngineOneDNN
import Foundation
import Results
import Training

/// `assay doctor`: what this machine gives.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Libraries, instruction sets, threads, memory, and what is cached.")

    @OptionGroup var output: OutputOptions

    /// The tables of kernels.
    private struct Kernels: Encodable {
        /// The one in use.
        var name: String
        /// Channels in a block of activations.
        var block: Int
        /// Those that this processor runs, best first.
        var possible = KernelTable.all.filter(\.runsHere).map(\.name)
        /// What `ASSAY_ISA` asks for.
        var asked = KernelTable.asked
    }

    private struct Report: Encodable {
        var schema = "doctor/1"
        var versions = Versions.all
        var host = HostRecord()
        var kernels: Kernels
        var instructionSets: [String: String]
        var threads = max(1, ProcessInfo.processInfo.activeProcessorCount)
        var imageCache: Cache?
    }

    private struct Cache: Encodable {
        var folder: String
        var bytes: Int
        var limitBytes: Int
    }

    func run() throws {
        let table = try output.reporting { () throws(Diagnostic) in
            do throws(EngineError) { return try KernelTable.current() } catch { throw Diagnostic(engine: error) }
        }
        let store = try output.reporting { () throws(Diagnostic) in try ImageCache.store() }
        var report = Report(
            kernels: Kernels(name: table.name, block: table.block), instructionSets: OneDNNEngine(threads: 1).instructionSets)
        report.imageCache = store.map { Cache(folder: $0.folder, bytes: $0.occupied, limitBytes: $0.limit) }
        switch output.format {
        case .json: Output.out(JSONText.of(report))
        case .human:
            let kernels = report.kernels
            let by = kernels.asked == nil ? "" : ", by \(KernelTable.variable)"
            var lines = report.versions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            lines.append(("system", "\(report.host.system), \(report.host.kernel), \(report.host.architecture)"))
            lines.append(("processor", report.host.processor))
            lines.append(("kernels", "\(kernels.name)\(by) (possible: \(kernels.possible.joined(separator: ", ")))"))
            lines.append(("oneDNN uses", OneDNNEngine.instructionSet))
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
