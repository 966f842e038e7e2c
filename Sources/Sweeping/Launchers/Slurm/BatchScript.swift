import Diagnostics

/// A batch script for Slurm: what it asks for, and what it does.
public struct BatchScript: Hashable, Sendable {
    /// What stands after `#SBATCH`, a line each.
    public var directives: [String]
    /// What bash runs.
    public var body: String

    /// The file's text.
    public var text: String {
        "#!/bin/bash\n" + directives.map { "#SBATCH \($0)\n" }.joined() + "\n" + body + "\n"
    }
}

extension SlurmRequest {
    /// The array: each element runs one trial, or a piece of one, and ends.
    ///
    /// On SIGTERM (the time limit comes near, the job is preempted or cancelled) the trial is left at a checkpoint; where Slurm does
    /// not take the element back itself, it asks for that, and goes on when its turn comes.
    ///
    /// - Parameter elements: How many, at least 1.
    /// - Throws: Where a resource's value cannot stand in a directive.
    public func array(elements: Int) throws(Diagnostic) -> BatchScript {
        var directives = try shared()
        let width = resources.arrayWidth.map { "%\(max(1, $0))" } ?? ""
        directives.append("--array=1-\(max(1, elements))\(width)")
        directives += [
            try output("%A_%a.log"), "--open-mode=append", "--requeue", "--signal=B:TERM@\(graceSeconds)", "--nodes=1",
            "--ntasks=1", "--cpus-per-task=\(resources.cpus)",
        ]
        if let bytes = resources.memoryBytes, bytes > 0 { directives.append("--mem=\(Self.mebibytes(bytes))M") }
        if let minutes = resources.minutes { directives.append("--time=\(minutes)") }
        directives += try furtherOptions()
        let words = arguments + ["--launcher", "local", "--workers", "1", "--take", "1"]
        return BatchScript(
            directives: directives,
            body: """
                \(enter)
                self=${SLURM_ARRAY_JOB_ID-}_${SLURM_ARRAY_TASK_ID-}
                echo "assay: element $self on ${SLURMD_NODENAME-}, restarted ${SLURM_RESTART_COUNT:-0} times"
                child= ended= code=143
                # Slurm tells this shell of the time limit, and nobody else.
                trap 'heard=1; [ -n "$child" ] && kill -TERM "$child" 2>/dev/null' TERM
                \(ShellWord.line([executable] + words)) --threads "${SLURM_CPUS_PER_TASK:-\(resources.cpus)}" &
                child=$!
                [ -n "${heard-}" ] && kill -TERM "$child" 2>/dev/null
                # A signal ends wait, and not the child: wait again.
                while [ -z "$ended" ]; do
                    heard=
                    wait "$child" 2>/dev/null
                    now=$?
                    # Else it was waited for before, and its status is known.
                    [ "$now" -ge 0 ] && [ "$now" -ne 127 ] && code=$now
                    [ -n "$heard" ] || ended=1
                done
                trap '' TERM
                # 75: stopped with a checkpoint. An element that is being cancelled, or that Slurm takes back itself, is not RUNNING any more.
                if [ "$code" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt \(Self.mostRestarts) ] &&
                    [ "$(timeout 60 squeue -h -j "$self" -o %T 2>/dev/null)" = RUNNING ]; then
                    echo "assay: this element goes on from its checkpoint when its turn comes again"
                    timeout 60 scontrol requeue "$self"
                fi
                exit "$code"
                """)
    }

    /// The job that looks after the array: once all its elements are over it submits the next wave, where trials are left.
    ///
    /// - Parameter array: The array's job id.
    /// - Throws: Where a resource's value cannot stand in a directive.
    public func followUp(after array: String) throws(Diagnostic) -> BatchScript {
        var directives = try shared() + furtherOptions()
        directives += [
            "--dependency=afterany:\(array)", try output("%j.log"), "--open-mode=append", "--requeue", "--nodes=1", "--ntasks=1",
            "--cpus-per-task=1",
        ]
        // It reads the experiment and the journals, and trains nothing.
        if let minutes = resources.minutes { directives.append("--time=\(min(minutes, 30))") }
        return BatchScript(
            directives: directives,
            body: """
                \(enter)
                exec \(ShellWord.line([executable] + arguments + ["--launcher", "slurm"]))
                """)
    }

    /// How long before its end an element is told: enough to write a checkpoint, and a small part of the time it has.
    var graceSeconds: Int { resources.minutes.map { min(120, max(1, $0 * 15)) } ?? 120 }

    /// An element that was stopped so often is left to the next wave, which sees whether anything moves.
    static var mostRestarts: Int { 100 }

    /// Slurm takes quotes as a shell does, `%` for the beginning of a pattern, and expands no pattern where there is a backslash.
    private func output(_ name: String) throws(Diagnostic) -> String {
        guard !logs.unicodeScalars.contains(where: { $0 == "\\" || $0.value < 32 || $0.value == 127 }) else {
            throw Diagnostic(
                "slurm-path", "Slurm cannot write logs below \(logs): there is a backslash or a control character in it",
                help: ["choose another folder with --results"])
        }
        var text = ""
        for scalar in logs.unicodeScalars {
            switch scalar {
            case "%": text += "%%"
            case "\"": text += "\\\""
            default: text.unicodeScalars.append(scalar)
            }
        }
        return "--output=\"\(text)/\(name)\""
    }

    private var enter: String { "cd -- \(ShellWord.quote(workingDirectory)) || exit 73" }

    private func shared() throws(Diagnostic) -> [String] {
        var directives = ["--job-name=\(jobName)"]
        for (key, value) in [("partition", resources.partition), ("account", resources.account)] {
            guard let value else { continue }
            guard !value.isEmpty, value.unicodeScalars.allSatisfy(Self.isNamePart) else {
                throw Diagnostic(
                    "slurm-name", "\"\(value)\" is not the name of a Slurm \(key)",
                    help: ["write letters, digits and _ . - : @ + only; several partitions with commas between them"])
            }
            directives.append("--\(key)=\(value)")
        }
        return directives
    }

    private func furtherOptions() throws(Diagnostic) -> [String] {
        for option in resources.options where !Self.isDirective(option) {
            throw Diagnostic(
                "slurm-option", "\"\(option)\" is no option of sbatch",
                help: ["write one as it follows #SBATCH in a batch script: --constraint=avx512"])
        }
        return resources.options
    }

    private static func isDirective(_ option: String) -> Bool {
        option.hasPrefix("-") && !option.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    }

    private static func mebibytes(_ bytes: Int) -> Int { max(1, bytes / (1 << 20) + (bytes % (1 << 20) > 0 ? 1 : 0)) }
}
