import Diagnostics
import Foundation
import Plan
import Results

/// A run as it stood at the end of an epoch, kept in its folder `rungs` so that another can go on from there: `000004.safetensors`, the
/// checkpoint, and beside it the folder `000004` with all that its steps had left.
///
/// A run keeps its two newest. That is enough for a population whose members go on together: when a run stands at a rung, all have come to
/// the one before it, and so have taken over what they took at the one before that. Whoever runs the population removes the rest at its end.
public struct Rung: Sendable {
    /// The folder's name in a run directory.
    private static let name = "rungs"

    /// The name of the run directory that it is of.
    let run: String
    /// The epoch, from 1.
    let epoch: Int
    /// The folder `rungs`.
    private let folder: RunDirectory

    private var padded: String { Self.padded(epoch) }

    /// The rung of a file `…/RUN/rungs/000004.safetensors`; nil where the path is none of one.
    init?(at url: URL) {
        let url = url.standardizedFileURL
        guard let match = url.lastPathComponent.wholeMatch(of: /(\d{6,12})\.safetensors/), let epoch = Int(match.1),
            url.deletingLastPathComponent().lastPathComponent == Self.name
        else { return nil }
        self.epoch = epoch
        folder = RunDirectory(existing: url.deletingLastPathComponent())
        run = url.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent
    }

    /// Where a run keeps its rung of an epoch (from 1).
    public static func file(of run: RunDirectory, epoch: Int) -> URL {
        run.url.appendingPathComponent(name).appendingPathComponent("\(padded(epoch)).safetensors")
    }

    /// Removes all that a run keeps.
    public static func removeAll(of run: RunDirectory) {
        try? FileManager.default.removeItem(at: run.url.appendingPathComponent(name))
    }

    private static func padded(_ epoch: Int) -> String {
        let digits = String(epoch)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    // MARK: Keeping

    /// Keeps a run as its newest checkpoint has it; the files first, so that the checkpoint is there where all of it is.
    static func keep(_ run: RunDirectory, epoch: Int, steps: [String], checkpoints: CheckpointFolder) throws(Diagnostic) {
        guard let entry = checkpoints.entries.last else { return }
        let padded = padded(epoch)
        let kept = try run.read("\(CheckpointFolder.name)/\(entry.name)")
        var checkpoint: Checkpoint
        do throws(Checkpoint.Unusable) { checkpoint = try Checkpoint(kept) } catch {
            throw Diagnostic("rung-unusable", .error, "the checkpoint \(entry.name) cannot be kept: \(error.reason)")
        }
        var marks: [String: FileMark] = [:]
        for file in files(of: run, steps: steps) + [RunDirectory.lockName] {
            let data = try run.read(file)
            marks[file] = FileMark(of: data)
            try run.write(data, to: "\(name)/\(padded)/\(file)")
        }
        checkpoint.state.files = marks
        let bytes: Data
        do { bytes = try checkpoint.bytes() } catch {
            throw Diagnostic("cannot-encode", .error, "a checkpoint cannot be written: \(error)", outcome: .internalFault)
        }
        try run.write(bytes, to: "\(name)/\(padded).safetensors")
        removeOld(run)
    }

    /// What steps have left in their folders, and the figures, by their paths in the run directory.
    static func files(of run: RunDirectory, steps: [String]) -> [String] {
        (steps + ["figures"]).flatMap { step in
            let folder = run.url.appendingPathComponent(step)
            return ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).filter { path in
                var status = stat()
                return stat(folder.appendingPathComponent(path).path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
                    && !(path as NSString).lastPathComponent.hasPrefix(".")
            }.map { "\(step)/\($0)" }
        }.sorted()
    }

    private static func removeOld(_ run: RunDirectory) {
        let folder = run.url.appendingPathComponent(name)
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
            $0.hasSuffix(".safetensors")
        }
        for old in names.sorted(by: { ($0.count, $0) < ($1.count, $1) }).dropLast(2) {
            // The checkpoint goes first: where it is, its files are.
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(old))
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(String(old.dropLast(".safetensors".count))))
        }
    }

    // MARK: Reading

    /// The checkpoint, the lock that its run went by, and the files that its steps had left.
    ///
    /// - Throws: A diagnostic where something of it is missing or damaged.
    func read() throws(Diagnostic) -> (checkpoint: Checkpoint, lock: RunLock, files: [String: Data]) {
        let name = "\(padded).safetensors"
        let bytes = try folder.read(name)
        var checkpoint: Checkpoint
        do throws(Checkpoint.Unusable) { checkpoint = try Checkpoint(bytes) } catch { throw unusable(name, error.reason) }
        var files: [String: Data] = [:]
        for (file, mark) in checkpoint.state.files ?? [:] {
            let data = try folder.read("\(padded)/\(file)")
            guard FileMark(of: data) == mark else {
                throw unusable("\(padded)/\(file)", "its SHA-256 is another: it was damaged")
            }
            files[file] = data
        }
        files[RunDirectory.lockName] = nil
        checkpoint.state.files = nil
        return (checkpoint, try folder.read(RunLock.self, from: "\(padded)/\(RunDirectory.lockName)"), files)
    }

    private func unusable(_ name: String, _ reason: String) -> Diagnostic {
        let path = folder.url.appendingPathComponent(name).path
        return Diagnostic("rung-unusable", .error, "nothing can go on from \(path): \(reason)")
    }
}
