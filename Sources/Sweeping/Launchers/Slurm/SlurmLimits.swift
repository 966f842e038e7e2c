import Diagnostics

/// How many elements an array may have.
enum SlurmLimits {
    /// As many as a controller with its default settings takes, and as many as it should be asked for at once.
    static let mostElements = 1000

    /// The most elements of one array here. Its indices are below `MaxArraySize`, and begin at 1.
    ///
    /// - Throws: Where Slurm does not answer.
    static func elements(with command: SlurmCommand) throws(Diagnostic) -> Int {
        let answer = try command.run(["scontrol", "show", "config"])
        guard answer.status == 0 else {
            throw Diagnostic(
                "slurm-unreadable", "scontrol show config ended with \(answer.status): \(SlurmQueue.firstLine(answer.text))",
                help: ["see whether Slurm's controller is up: scontrol ping"], outcome: .failed)
        }
        return elements(config: answer.text)
    }

    /// The same of what `scontrol show config` says: `MaxArraySize            = 1001`.
    static func elements(config: String) -> Int {
        for line in config.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if fields.count == 2, fields[0] == "MaxArraySize", let size = Int(fields[1]) {
                return max(1, min(mostElements, size - 1))
            }
        }
        return mostElements
    }
}
