import Diagnostics
import Foundation
import Results

/// Submits sweeps to Slurm, a wave at a time: an array whose elements take the trials that can be run now, and a job that does the
/// same again once they are over.
///
/// Nothing but the sweep's folder is shared, and nobody needs to stay: a job that is lost, or a wave that was cut short by a limit,
/// leaves trials that the next wave takes.
public struct SlurmLauncher: Sendable {
    /// What there is to do, and how far it has come.
    public struct Work: Hashable, Sendable {
        /// The trials that are known and have not come to their end, whoever runs them: a claim may be that of a node that was lost, and
        /// an element that finds nothing to do soon ends.
        public var trials: Int
        /// How far the sweep is: trials at their end, and epochs of those at a rung. It only grows.
        public var progress: Int

        /// Creates a description of work.
        public init(trials: Int, progress: Int) {
            self.trials = trials
            self.progress = progress
        }

        /// What is left of a sweep.
        public init(_ snapshot: SweepSnapshot) {
            trials = snapshot.trials.count { $0.ending == nil }
            progress = snapshot.trials.reduce(0) { $0 + ($1.ending == nil ? 0 : 1) + $1.epoch }
        }
    }

    /// What came of a submission.
    public enum Outcome: Sendable {
        /// A wave is in the queue.
        case submitted(SlurmWave)
        /// The same, but no job will follow: why.
        case submittedAlone(SlurmWave, because: Diagnostic)
        /// What was submitted before is in the queue still.
        case queued(SlurmQueueState)
        /// There is nothing to run.
        case nothing
    }

    /// The sweep's folder.
    public var sweep: URL
    /// What scripts are made of.
    public var request: SlurmRequest
    /// How Slurm is asked.
    public var command: SlurmCommand
    /// The job that this process runs in; nil outside of one.
    public var job: String?

    /// So many waves in a row may move nothing: one may be lost with its nodes.
    static let mostStalls = 2

    /// Creates a launcher.
    public init(
        sweep: URL, request: SlurmRequest, command: SlurmCommand = SlurmCommand(),
        job: String? = ProcessInfo.processInfo.environment["SLURM_JOB_ID"]
    ) {
        self.sweep = sweep
        self.request = request
        self.command = command
        self.job = job
    }

    /// The scripts that would be submitted now, the array's and its follower's; nothing is asked nor written.
    public func scripts(_ work: Work) throws(Diagnostic) -> [BatchScript] {
        let elements = min(work.trials, SlurmLimits.mostElements)
        return [try request.array(elements: elements), try request.followUp(after: "ARRAY")]
    }

    /// Submits the next wave.
    ///
    /// - Throws: Where Slurm is not there, silent or unwilling; and where this is the job that follows a wave, and the waves before
    ///   moved nothing.
    public func submit(_ work: Work) throws(Diagnostic) -> Outcome {
        let folder = SlurmFolder(sweep: sweep)
        let last = folder.waves.last
        let isFollowing = job != nil && last?.followUp == job
        // Also where nothing is left: a wave's last element may be about to say so.
        if !isFollowing, let state = SlurmQueue.read(sweep, with: command) {
            if let problem = state.problem { throw problem }
            if !state.isOver { return .queued(state) }
        }
        guard work.trials > 0 else { return .nothing }
        let stalls = try stalls(since: last, work, isFollowing: isFollowing)
        try makeFolder(folder.url)

        let number = (last?.wave ?? 0) + 1
        let elements = min(work.trials, try SlurmLimits.elements(with: command))
        var (receipt, taken) = try submitArray(elements, named: "wave-\(number).sh", in: folder)
        var wave = SlurmWave(
            wave: number, array: receipt.job, followUp: nil, cluster: receipt.cluster, elements: taken, progress: work.progress,
            stalls: stalls, submitted: Date().formatted(.iso8601))
        do throws(Diagnostic) {
            let script = try request.followUp(after: receipt.job)
            receipt = try sbatch(script, named: "wave-\(number)-then.sh", in: folder, cluster: receipt.cluster)
            wave.followUp = receipt.job
        } catch {
            try folder.append(wave)
            return .submittedAlone(wave, because: error)
        }
        try folder.append(wave)
        return .submitted(wave)
    }

    /// Counts the waves that moved nothing; a chain of jobs that nobody watches ends there, a person may always try again.
    private func stalls(since last: SlurmWave?, _ work: Work, isFollowing: Bool) throws(Diagnostic) -> Int {
        guard isFollowing, let last, work.progress <= last.progress else { return 0 }
        let stalls = last.stalls + 1
        guard stalls < Self.mostStalls else {
            throw Diagnostic(
                "slurm-stalled", "\(stalls) waves in a row brought no trial further; no other is submitted",
                help: [
                    "the elements' logs say why: \(SlurmFolder(sweep: sweep).url.path)/\(last.array)_*.log",
                    "a time limit that ends a trial before its first checkpoint does that; then give the same command again",
                ], outcome: .failed)
        }
        return stalls
    }

    /// Where a limit of the account or the partition refuses the array, a smaller one is tried.
    private func submitArray(
        _ elements: Int, named name: String, in folder: SlurmFolder
    ) throws(Diagnostic) -> (Receipt, elements: Int) {
        var elements = elements
        while true {
            do throws(Diagnostic) {
                return (try sbatch(request.array(elements: elements), named: name, in: folder), elements)
            } catch {
                guard elements > 1, Self.isLimit(error.message) else { throw error }
                elements /= 2
            }
        }
    }

    static func isLimit(_ message: String) -> Bool {
        ["SubmitJob", "SubmitLimit", "JobsLimit", "job array specification", "MaxJobCount", "job submit limit"].contains {
            message.contains($0)
        }
    }

    /// A job that was taken.
    struct Receipt: Hashable {
        var job: String
        var cluster: String?
    }

    private func sbatch(
        _ script: BatchScript, named name: String, in folder: SlurmFolder, cluster: String? = nil
    ) throws(Diagnostic) -> Receipt {
        let file = folder.url.appendingPathComponent(name)
        try AtomicFile.write(Data(script.text.utf8), to: file)
        var words = ["sbatch", "--parsable"]
        if let cluster { words.append("--clusters=\(cluster)") }
        let answer = try command.run(words + [file.path], in: URL(fileURLWithPath: request.workingDirectory))
        guard answer.status == 0, let receipt = Self.receipt(answer.text) else {
            throw Diagnostic(
                "slurm-refused", "sbatch took no job: \(Self.refusal(answer.text))",
                help: ["the batch script is \(file.path): sbatch --test-only tries it"], outcome: .failed)
        }
        return receipt
    }

    /// What `sbatch --parsable` says: `17`, or `17;cluster`; a site's own wrapper may say more around it.
    static func receipt(_ text: String) -> Receipt? {
        for line in text.split(whereSeparator: \.isNewline).reversed() {
            let fields = line.trimmingCharacters(in: .whitespaces).split(separator: ";", omittingEmptySubsequences: false)
            guard let job = fields.first.map(String.init), SlurmFolder.isJob(job), fields.count <= 2 else { continue }
            let cluster = fields.count == 2 ? String(fields[1]) : nil
            if cluster.map(SlurmFolder.isCluster) != false { return Receipt(job: job, cluster: cluster) }
        }
        return nil
    }

    /// The lines that say why, without the program's name: a limit's name and what it means stand in two.
    private static func refusal(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        let errors = lines.filter { $0.contains("error:") }.suffix(4)
        let reason = errors.isEmpty ? lines.last ?? "it said nothing" : errors.joined(separator: "; ")
        return reason.replacingOccurrences(of: "sbatch: error: ", with: "")
    }

    private func makeFolder(_ url: URL) throws(Diagnostic) {
        do { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) } catch {
            throw Diagnostic(
                "cannot-write", "cannot make \(url.path): \(error.localizedDescription)",
                help: ["check the folder's permissions and the disk's free space"], outcome: .cannotWrite)
        }
    }
}
