import Diagnostics
import Foundation
import Plan

/// The folder of one run: `Results/<experiment>/<YYYYMMDD-HHMMSS>-<id>/`.
///
/// Everything in it is written whole or not at all, and everything can be read again without the process that wrote it.
public struct RunDirectory: Hashable, Sendable {
    /// Where it is.
    public let url: URL

    /// The folder's own name: `20250131-142233-k3f9`.
    public var id: String { url.lastPathComponent }

    /// A run directory that exists, or `latest` in the folder of an experiment.
    public init(existing url: URL) { self.url = url.resolvingSymlinksInPath() }

    /// Makes a new folder that no other run has, even one that begins in the same second, and lets `latest` point to it.
    ///
    /// - Parameters:
    ///   - results: The folder of all results; made where it is missing.
    ///   - experiment: The experiment's name, one path component.
    ///   - date: Now; written in the time zone of the machine.
    /// - Throws: A diagnostic with outcome `cannotWrite`.
    public static func create(in results: URL, experiment: String, date: Date = Date()) throws(Diagnostic) -> RunDirectory {
        guard Self.isPlain(experiment) else {
            throw Diagnostic(
                "name-not-a-folder", .error, "the experiment's name \"\(experiment)\" cannot be the name of a folder",
                help: ["use letters, digits, dots, dashes and underscores"])
        }
        let parent = results.appendingPathComponent(experiment)
        try makeFolder(parent)
        while true {
            let token = String(UInt32.random(in: 36 * 36 * 36..<36 * 36 * 36 * 36), radix: 36)
            let url = parent.appendingPathComponent("\(timestamp(date))-\(token)")
            if mkdir(url.path, 0o755) == 0 {
                try AtomicFile.link(parent.appendingPathComponent("latest"), to: url.lastPathComponent)
                return RunDirectory(existing: url)
            }
            // Someone had the same idea in the same second: another token.
            guard errno == EEXIST else { throw .cannotWrite(url.path, errno: errno) }
        }
    }

    /// Makes a folder at a place of its own, and the folders that it lies in; one that is there already is taken as it is.
    ///
    /// - Throws: A diagnostic with outcome `cannotWrite`.
    public static func make(at url: URL) throws(Diagnostic) -> RunDirectory {
        try makeFolder(url)
        return RunDirectory(existing: url)
    }

    /// The place of a file in this folder.
    ///
    /// - Parameter name: A relative path: `training_1/curves.csv`.
    /// - Throws: A diagnostic where the path would lead out of the folder.
    public func file(_ name: String) throws(Diagnostic) -> URL {
        guard name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy({ Self.isPlain(String($0)) }) else {
            throw Diagnostic(
                "name-not-a-file", .error, "\"\(name)\" cannot be the name of a file in the results",
                help: ["use letters, digits, dots, dashes and underscores in the ids of steps"])
        }
        return url.appendingPathComponent(name)
    }

    /// The same; the folder that it lies in is made.
    public func fileToWrite(_ name: String) throws(Diagnostic) -> URL {
        let file = try file(name)
        try Self.makeFolder(file.deletingLastPathComponent())
        return file
    }

    /// Writes a file whole; folders are made.
    ///
    /// - Throws: A diagnostic with outcome `cannotWrite`.
    public func write(_ data: Data, to name: String) throws(Diagnostic) { try AtomicFile.write(data, to: fileToWrite(name)) }

    /// Writes a text whole, as UTF-8.
    public func write(_ text: String, to name: String) throws(Diagnostic) { try write(Data(text.utf8), to: name) }

    /// Writes a value as JSON: snake_case keys, sorted.
    public func write(json value: some Encodable, to name: String) throws(Diagnostic) {
        let data: Data
        do { data = try PlanCoding.encode(value) } catch {
            throw Diagnostic("cannot-encode", .error, "\(name) cannot be written as JSON: \(error)", outcome: .internalFault)
        }
        try write(data + Data("\n".utf8), to: name)
    }

    /// Reads a file.
    ///
    /// - Throws: A diagnostic that names it where it is missing or unreadable.
    public func read(_ name: String) throws(Diagnostic) -> Data {
        let file = try file(name)
        do { return try Data(contentsOf: file) } catch {
            throw .cannotRead(
                file.path, FileManager.default.fileExists(atPath: file.path) ? "it is unreadable" : "there is no such file")
        }
    }

    /// Reads what `write(json:to:)` wrote.
    public func read<Value: Decodable>(_ type: Value.Type, from name: String) throws(Diagnostic) -> Value {
        let data = try read(name)
        do { return try PlanCoding.decode(type, from: data) } catch {
            throw .damaged(url.appendingPathComponent(name).path, error)
        }
    }

    /// Removes files that a process which was killed had not renamed yet.
    public func removeTemporaryFiles() {
        Self.removeTemporaryFiles((try? FileManager.default.subpathsOfDirectory(atPath: url.path)) ?? [], in: url, olderThan: 0)
    }

    /// The same in one folder, beside others that write there: a file is not taken for left behind before it has some age.
    public static func removeTemporaryFiles(in folder: URL, olderThan seconds: Double) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        removeTemporaryFiles(names, in: folder, olderThan: seconds)
    }

    private static func removeTemporaryFiles(_ names: [String], in folder: URL, olderThan seconds: Double) {
        for name in names where AtomicFile.isTemporary((name as NSString).lastPathComponent) {
            let path = folder.appendingPathComponent(name).path
            var status = stat()
            guard stat(path, &status) == 0, Double(time(nil) - status.st_mtim.tv_sec) >= seconds else { continue }
            unlink(path)
        }
    }

    /// A name that is one component of a path and no way up.
    package static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.contains("/") && !name.unicodeScalars.contains { $0.value < 32 }
    }

    /// Makes a folder, and those above it, where they are missing.
    package static func makeFolder(_ url: URL) throws(Diagnostic) {
        if mkdir(url.path, 0o755) == 0 { return }
        let code = errno
        switch code {
        case EEXIST:
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
                throw .cannotWrite(url.path, errno: ENOTDIR)
            }
        case ENOENT where url.path != "/":
            try makeFolder(url.deletingLastPathComponent())
            guard mkdir(url.path, 0o755) == 0 || errno == EEXIST else { throw .cannotWrite(url.path, errno: errno) }
        default: throw .cannotWrite(url.path, errno: code)
        }
    }

    /// `20250131-142233`.
    private static func timestamp(_ date: Date) -> String {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        func padded(_ number: Int?) -> String { String(format: "%02d", number ?? 0) }
        let day = padded(parts.year) + padded(parts.month) + padded(parts.day)
        return day + "-" + padded(parts.hour) + padded(parts.minute) + padded(parts.second)
    }
}
