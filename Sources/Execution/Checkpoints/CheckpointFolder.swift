import Diagnostics
import Foundation
import Results

/// The checkpoints of a run, in its folder `checkpoints`: the newest, the one before it, and that of the last completed step.
///
/// They are numbered, and a number is used once: `000012-step.safetensors` is the end of a step, `000013-training.safetensors` lies
/// within a training.
final class CheckpointFolder {
    /// The folder's name in a run directory.
    static let name = "checkpoints"

    /// A file of the folder.
    struct Entry {
        var number: Int
        var isStep: Bool
        var name: String
    }

    private let directory: RunDirectory
    /// Oldest first.
    private(set) var entries: [Entry]

    /// Looks into the folder of a run, where there is one.
    init(_ directory: RunDirectory) {
        self.directory = directory
        let folder = directory.url.appendingPathComponent(Self.name).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        entries = names.compactMap(Self.entry).sorted { $0.number < $1.number }
    }

    private static func entry(_ name: String) -> Entry? {
        guard let match = name.wholeMatch(of: /(\d{6,12})-(step|training)\.safetensors/), let number = Int(match.1) else {
            return nil
        }
        return Entry(number: number, isStep: match.2 == "step", name: name)
    }

    /// Writes a checkpoint, whole and on the disk, then removes those that are no longer needed.
    ///
    /// - Throws: A diagnostic with outcome `cannotWrite`; all others are then as they were.
    func write(_ checkpoint: Checkpoint) throws(Diagnostic) {
        let bytes: Data
        do { bytes = try checkpoint.bytes() } catch {
            throw Diagnostic(
                "cannot-encode", .error, "a checkpoint cannot be written: \(error)", outcome: .internalFault)
        }
        let number = (entries.last?.number ?? 0) + 1
        let isStep = checkpoint.state.training == nil
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let entry = Entry(number: number, isStep: isStep, name: "\(padded)-\(isStep ? "step" : "training").safetensors")
        try directory.write(bytes, to: "\(Self.name)/\(entry.name)")
        entries.append(entry)
        removeOld()
    }

    /// The newest checkpoint that is whole and of a plan of so many steps; what is wrong with those after it.
    func newest(ofPlan sha256: String, steps: Int) -> (checkpoint: Checkpoint?, entry: Entry?, problems: [String]) {
        var problems: [String] = []
        for entry in entries.reversed() {
            do throws(Checkpoint.Unusable) {
                guard let bytes = try? directory.read("\(Self.name)/\(entry.name)") else {
                    throw Checkpoint.Unusable(reason: "it cannot be read")
                }
                let checkpoint = try Checkpoint(bytes)
                guard checkpoint.state.planSha256 == sha256 else { throw Checkpoint.Unusable(reason: "it is of another plan") }
                let last = checkpoint.state.training == nil ? steps : steps - 1
                guard (0...max(last, 0)).contains(checkpoint.state.stepsDone) else {
                    throw Checkpoint.Unusable(reason: "it has more steps than the plan")
                }
                return (checkpoint, entry, problems)
            } catch {
                problems.append("the checkpoint \(entry.name) cannot be used: \(error.reason)")
            }
        }
        return (nil, nil, problems)
    }

    /// Removes the checkpoints after one, which are of no use, so that they are not mistaken for newer ones later.
    func remove(after number: Int) {
        for entry in entries where entry.number > number { unlink(entry) }
        entries.removeAll { $0.number > number }
    }

    /// Removes the checkpoints before the newest, which are of a state that was given up.
    func removeAllButNewest() {
        for entry in entries.dropLast() { unlink(entry) }
        entries = Array(entries.suffix(1))
    }

    /// Removes the whole folder: the run is complete.
    func remove() {
        try? FileManager.default.removeItem(at: directory.url.appendingPathComponent(Self.name))
        entries = []
    }

    private func removeOld() {
        let lastStep = entries.last { $0.isStep }?.number
        let old = entries.dropLast(2).filter { $0.number != lastStep }
        for entry in old { unlink(entry) }
        entries.removeAll { entry in old.contains { $0.number == entry.number } }
    }

    private func unlink(_ entry: Entry) {
        try? FileManager.default.removeItem(
            at: directory.url.appendingPathComponent(Self.name).appendingPathComponent(entry.name))
    }
}
