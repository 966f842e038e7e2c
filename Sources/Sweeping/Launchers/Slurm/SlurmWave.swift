import Diagnostics
import Foundation
import Results

/// One submission: an array, and the job that follows it.
public struct SlurmWave: Codable, Hashable, Sendable {
    /// Its number, from 1.
    public var wave: Int
    /// The array's job id.
    public var array: String
    /// The job that submits the next wave; nil where it was refused.
    public var followUp: String?
    /// The cluster, where `sbatch` named one.
    public var cluster: String?
    /// The number of elements.
    public var elements: Int
    /// How far the sweep was then: trials at their end, and epochs of those at a rung.
    public var progress: Int
    /// How many waves in a row before this one moved nothing.
    public var stalls: Int
    /// When, ISO 8601, UTC.
    public var submitted: String

    enum CodingKeys: String, CodingKey {
        case wave, array, cluster, elements, progress, stalls, submitted
        case followUp = "follow_up"
    }

    /// The jobs of the wave.
    public var jobs: [String] { [followUp, array].compactMap(\.self) }
}

/// The folder `slurm/` of a sweep: `waves.jsonl`, the batch scripts, the logs of array elements and of follow-up jobs.
struct SlurmFolder {
    let url: URL

    init(sweep: URL) { url = sweep.appendingPathComponent("slurm") }

    private var wavesFile: URL { url.appendingPathComponent("waves.jsonl") }

    /// The waves that were submitted; lines that say nothing are passed over.
    var waves: [SlurmWave] {
        guard let data = try? Data(contentsOf: wavesFile) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let wave = try? decoder.decode(SlurmWave.self, from: line) else { return nil }
            // They become arguments.
            return wave.jobs.allSatisfy(Self.isJob) && wave.cluster.map(Self.isCluster) != false ? wave : nil
        }
    }

    func append(_ wave: SlurmWave) throws(Diagnostic) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(wave) else { return }
        let file = try AppendingFile(wavesFile)
        try file.append(String(decoding: data, as: UTF8.self))
        try file.synchronize()
    }

    static func isJob(_ text: String) -> Bool {
        (1...19).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    static func isCluster(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-") && text.unicodeScalars.allSatisfy(SlurmRequest.isNamePart)
    }
}
