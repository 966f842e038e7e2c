import Diagnostics
import Foundation
import Plan
import Sweeping

// `assay sweep --status`.
extension SweepCommand {
    /// Shows where the sweep stands, from its folder alone, also while others work in it.
    func showStatus(_ opening: SweepOpening) throws {
        let directory = try opening.directory()
        let reading = SweepReading(try Sweep.read(directory))
        switch output.format {
        case .json: Output.out(JSONText.of(SweepRecord(reading)))
        case .human:
            Output.out(
                SweepStatusText(
                    reading, folder: Run.shown(directory.url), width: Output.width(of: STDOUT_FILENO) ?? 110,
                    style: Output.isUTF8 ? .box : .ascii
                ).text)
        }
        do throws(Diagnostic) { try SweepPublisher(directory).publish(reading) } catch {
            // What was asked for is shown; a folder that is only to be read is no failure.
            output.report([error.asWarning])
        }
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
