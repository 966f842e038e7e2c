import Foundation
import TestSupport

@testable import Sweeping

/// Programs that answer as Slurm's do, and write down what they were asked.
struct StandInSlurm {
    let folder: TemporaryFolder
    /// Slurm, as a launcher asks it.
    let command: SlurmCommand

    init(seconds: Int = 10) throws {
        folder = try TemporaryFolder()
        var command = SlurmCommand(seconds: seconds)
        command.folder = folder.url.appendingPathComponent("bin").path
        self.command = command
        try program("scontrol", "echo 'MaxArraySize            = 1001'")
        try program("squeue", "")
        try program("sbatch", "echo $(($(wc -l <'\(asked.path)') + 100))")
    }

    /// A program, as the body of a shell script.
    func program(_ name: String, _ body: String) throws {
        let file = try folder.write(
            "#!/bin/bash\necho \"\(name) $*\" >>'\(asked.path)'\n\(body)\n", to: "bin/\(name)")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }

    /// What was asked, a line a question.
    var questions: [String] {
        ((try? String(contentsOf: asked, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    private var asked: URL { folder.url.appendingPathComponent("asked") }

    /// A folder for a sweep, whose name no careless quoting survives.
    var sweep: URL { folder.url.appendingPathComponent("sweep 100%j \"it's\" #1; $(touch x)") }

    func request(_ change: (inout SlurmRequest) -> Void = { _ in }) -> SlurmRequest {
        var request = SlurmRequest(
            names: ["phantom", "rates"], executable: folder.url.appendingPathComponent("bin/assay").path,
            arguments: ["sweep", "a file.yaml", "--set", "title=it's \"$HOME\" `x`"], workingDirectory: folder.url.path,
            logs: sweep.appendingPathComponent("slurm").path, resources: .init(cpus: 2))
        change(&request)
        return request
    }

    /// Runs a script as Slurm would run an element of an array.
    func element(_ script: BatchScript, restarts: Int = 0) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [try folder.write(script.text, to: "script")]
        process.environment = [
            "PATH": "\(folder.url.path)/bin:/usr/bin:/bin", "SLURM_ARRAY_JOB_ID": "7", "SLURM_ARRAY_TASK_ID": "2",
            "SLURM_CPUS_PER_TASK": "3", "SLURM_RESTART_COUNT": String(restarts),
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try SlurmCommand.start(process)
        return process
    }
}
