import Diagnostics
import Foundation
import Plan
import Results

/// Who works on what: a file for each attempt at a trial, made by exactly one process, which touches it now and then.
struct ClaimFolder {
    /// A file: `<number>-<seed>.<attempt>`.
    struct Name: Hashable {
        var trial: TrialKey
        var attempt: Int

        init(_ trial: TrialKey, _ attempt: Int) {
            self.trial = trial
            self.attempt = attempt
        }

        init?(_ text: String) {
            guard let dash = text.firstIndex(of: "-"), let dot = text.lastIndex(of: "."), dash < dot,
                let number = Int(text[..<dash]), let seed = Int(text[text.index(after: dash)..<dot]),
                let attempt = Int(text[text.index(after: dot)...]), number >= 0,
                (1...JournalEntry.mostAttempts).contains(attempt),
                text == "\(number)-\(seed).\(attempt)"
            else { return nil }
            self.init(TrialKey(number: number, seed: seed), attempt)
        }

        var text: String { "\(trial.number)-\(trial.seed).\(attempt)" }
    }

    /// What this process saw of a file.
    private struct Sight {
        var mark: Mark
        /// When the mark was first seen, by this process's own clock.
        var since: Double
        /// Who holds it; nil where the file does not tell: its process was killed, or the disk was full, before it was written.
        var holder: Holder?
    }

    /// What changes with each sign of life.
    private struct Mark: Equatable {
        var file: UInt64
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    private let folder: URL
    private let holder: Holder
    private let times: ClaimTimes
    private let clock: @Sendable () -> Double
    /// Whether this is a single look, which must trust the times of the files.
    private let isReading: Bool
    private var sights: [Name: Sight] = [:]
    /// The highest attempt of each trial that has a claim.
    private(set) var highest: [TrialKey: Int] = [:]

    init(
        _ directory: SweepDirectory, holder: Holder, times: ClaimTimes, isReading: Bool, clock: @escaping @Sendable () -> Double
    ) {
        folder = directory.claims
        self.holder = holder
        self.times = times
        self.isReading = isReading
        self.clock = clock
    }

    /// Looks at all claims.
    mutating func refresh() throws(Diagnostic) {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder.path) } catch {
            if access(folder.path, F_OK) == 0 { throw .cannotRead(folder.path, "it is unreadable") }
            // A sweep that is kept for reading may have none.
            if isReading { return }
            throw .cannotWrite(folder.path, errno: ENOENT)
        }
        var seen: [Name: Sight] = [:]
        highest = [:]
        for name in names.lazy.compactMap({ Name($0) }) {
            // It may be gone by now.
            guard let sight = look(name) else { continue }
            seen[name] = sight
            highest[name.trial] = max(highest[name.trial] ?? 0, name.attempt)
        }
        sights = seen
    }

    /// Whether someone works on a trial, as far as this process can tell.
    func isHeld(_ trial: TrialKey) -> Bool {
        guard let attempt = highest[trial], let sight = sights[Name(trial, attempt)] else { return false }
        return !isStale(sight)
    }

    /// The trials that someone works on.
    var held: Set<TrialKey> { Set(highest.keys.filter { isHeld($0) }) }

    /// Claims a trial.
    ///
    /// - Returns: false where another process was first.
    func take(_ name: Name) throws(Diagnostic) -> Bool {
        try ExclusiveFile.create(Data((Self.text(holder) + "\n").utf8), at: path(name))
    }

    /// Shows a sign of life.
    ///
    /// - Returns: false where the claim is lost: someone took it over, or took over and has done with it.
    func beat(_ name: Name) -> Bool {
        guard utimensat(AT_FDCWD, path(name), nil, 0) == 0 || errno != ENOENT else { return false }
        return isMine(name)
    }

    /// Whether nobody has taken the claim over.
    func isMine(_ name: Name) -> Bool {
        // The next attempt is always the one after the highest, so that one look tells.
        access(path(name), F_OK) == 0 && access(path(Name(name.trial, name.attempt + 1)), F_OK) != 0
    }

    /// Gives up a claim of this process; nothing of it is in the journal.
    func drop(_ name: Name) { unlink(path(name)) }

    /// Removes the claims of a trial up to an attempt of which the journal says what became of it.
    func clear(_ name: Name) {
        for known in sights.keys where known.trial == name.trial && known.attempt < name.attempt { unlink(path(known)) }
        unlink(path(name))
    }

    /// Removes the claims of trials that have ended, whose process was killed before it could.
    func clear(where hasEnded: (TrialKey) -> Bool) {
        for name in sights.keys where hasEnded(name.trial) { unlink(path(name)) }
    }

    private func path(_ name: Name) -> String { folder.appendingPathComponent(name.text).path }

    private func look(_ name: Name) -> Sight? {
        // Opened: a network file system tells the time of the last change when a file is opened.
        guard let file = FileHandle(forReadingAtPath: path(name)) else { return nil }
        defer { try? file.close() }
        var status = stat()
        guard fstat(file.fileDescriptor, &status) == 0 else { return nil }
        let mark = Mark(
            file: UInt64(status.st_ino), size: Int(status.st_size), seconds: Int(status.st_mtim.tv_sec),
            nanoseconds: Int(status.st_mtim.tv_nsec))
        if let before = sights[name], before.mark == mark { return before }
        let data = (try? file.read(upToCount: Self.longest)) ?? Data()
        let age = isReading ? max(0, Date().timeIntervalSince1970 - Double(mark.seconds)) : 0
        return Sight(mark: mark, since: clock() - age, holder: try? JSONDecoder().decode(Holder.self, from: data))
    }

    private func isStale(_ sight: Sight) -> Bool {
        if sight.holder == holder { return false }
        if let lives = sight.holder?.lives(seenFrom: holder) { return !lives }
        return clock() - sight.since >= times.stale
    }

    /// More bytes than a claim has.
    private static let longest = 4096

    private static func text(_ holder: Holder) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(holder)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
