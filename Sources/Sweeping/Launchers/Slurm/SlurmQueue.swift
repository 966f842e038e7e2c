import Diagnostics
import Foundation

/// Slurm's queue, asked for the jobs of a sweep.
public enum SlurmQueue {
    /// What the queue holds of a sweep.
    ///
    /// - Parameters:
    ///   - sweep: The sweep's folder.
    ///   - command: How `squeue` is asked.
    /// - Returns: nil where the sweep was never submitted.
    public static func read(_ sweep: URL, with command: SlurmCommand = SlurmCommand()) -> SlurmQueueState? {
        let waves = SlurmFolder(sweep: sweep).waves
        guard let last = waves.last else { return nil }
        // Earlier ones are long over; a follow-up job that was put back may stand beside the wave that it submitted.
        let recent = waves.suffix(8)
        do throws(Diagnostic) {
            var jobs: [Job] = []
            for cluster in Set(recent.map(\.cluster)) {
                let ids = recent.filter { $0.cluster == cluster }.flatMap(\.jobs)
                jobs += try ask(ids, cluster: cluster, with: command)
            }
            let states = recent.map { state(of: $0, in: jobs) }
            return SlurmQueueState(waves: states.filter { !$0.isOver || $0.wave == last.wave })
        } catch { return SlurmQueueState(waves: [state(of: last, in: [])], problem: error) }
    }

    /// A line of `squeue`.
    struct Job: Hashable {
        /// The job, without the element's number.
        var id: String
        var state: String
        var reason: String
        var node: String
    }

    /// A line a job or element, fields that hold no bar first.
    static let format = "%i|%T|%N|%r"

    private static func ask(_ ids: [String], cluster: String?, with command: SlurmCommand) throws(Diagnostic) -> [Job] {
        var words = ["squeue", "--noheader", "--array", "--all", "--jobs=" + ids.joined(separator: ","), "--format=\(format)"]
        if let cluster { words.append("--clusters=\(cluster)") }
        let answer = try command.run(words)
        // It forgets jobs minutes after their end.
        if answer.status != 0, answer.text.contains("Invalid job id") { return [] }
        guard answer.status == 0 else {
            throw Diagnostic(
                "slurm-unreadable", "squeue ended with \(answer.status): \(firstLine(answer.text))",
                help: ["see whether Slurm's controller is up: scontrol ping"], outcome: .failed)
        }
        return jobs(answer.text)
    }

    /// Whatever else stands there, warnings and headings, is passed over.
    static func jobs(_ text: String) -> [Job] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard fields.count == 4, let id = fields[0].split(separator: "_").first.map(String.init), SlurmFolder.isJob(id),
                !fields[1].isEmpty
            else { return nil }
            return Job(id: id, state: fields[1], reason: fields[3], node: fields[2])
        }
    }

    static func state(of wave: SlurmWave, in jobs: [Job]) -> SlurmQueueState.Wave {
        SlurmQueueState.Wave(
            wave: wave.wave, array: wave.array, followUp: wave.followUp, elements: wave.elements,
            groups: groups(jobs.filter { $0.id == wave.array }),
            following: groups(jobs.filter { $0.id == wave.followUp }).first)
    }

    private static func groups(_ jobs: [Job]) -> [SlurmQueueState.Group] {
        struct Kind: Hashable {
            var state: String
            var reason: String?
        }
        let byKind = Dictionary(grouping: jobs) { job in
            // The reason of a job that runs is "None", or why it did not run before.
            Kind(
                state: job.state, reason: job.state == "PENDING" && !job.reason.isEmpty && job.reason != "None" ? job.reason : nil
            )
        }
        let groups = byKind.map { kind, jobs in
            SlurmQueueState.Group(
                state: kind.state, reason: kind.reason, count: jobs.count,
                nodes: Set(jobs.map(\.node)).filter { !$0.isEmpty }.sorted())
        }
        return groups.sorted { ($1.count, $0.state, $0.reason ?? "") < ($0.count, $1.state, $1.reason ?? "") }
    }

    static func firstLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "it said nothing"
    }
}
