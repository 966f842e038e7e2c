import Diagnostics
import Foundation
import Plan
import Sweeping

// `assay sweep --status`.
extension SweepCommand {
    /// Shows where the sweep stands, from its folder, and from Slurm's queue where it was submitted; also while others work in it.
    func showStatus(_ opening: SweepOpening) throws {
        let directory = try opening.directory()
        let reading = SweepReading(try Sweep.read(directory))
        let queue = SlurmQueue.read(directory.url)
        switch output.format {
        case .json: Output.out(JSONText.of(SweepStatusRecord(sweep: SweepRecord(reading), slurm: queue)))
        case .human:
            Output.out(
                SweepStatusText(
                    reading, folder: Run.shown(directory.url), width: Output.width(of: STDOUT_FILENO) ?? 110,
                    style: Output.isUTF8 ? .box : .ascii, queue: queue?.lines ?? []
                ).text)
        }
        do throws(Diagnostic) { try SweepPublisher(directory).publish(reading) } catch {
            // What was asked for is shown; a folder that is only to be read is no failure.
            output.report([error.asWarning])
        }
    }
}

/// `sweep.json`, and what Slurm's queue holds, where the sweep was submitted.
private struct SweepStatusRecord: Encodable {
    var sweep: SweepRecord
    var slurm: SlurmQueueState?

    enum CodingKeys: String, CodingKey { case slurm }

    func encode(to encoder: any Encoder) throws {
        try sweep.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(slurm, forKey: .slurm)
    }
}

extension Diagnostic {
    /// The same, where what was asked for has been done all the same.
    var asWarning: Diagnostic {
        var warning = self
        warning.severity = .warning
        return warning
    }
}
