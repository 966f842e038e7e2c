import Diagnostics
import Foundation

extension WeightsFile {
    /// Reads a weights file of any format that Assay reads. Its first bytes say which; its name does not.
    ///
    /// - Parameter reader: Reads the files of Keras; this program's where it is nil.
    /// - Throws: A diagnostic `weights-missing` (66) where there is no such file, `weights-unreadable` where it is no regular file or the
    ///   system refuses it, and `weights-file` where its contents are not what its format allows.
    public static func load(_ path: String, reader: WeightsReader? = nil) throws(Diagnostic) -> WeightsFile {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw unreadable(path, String(cString: strerror(errno))) }
            throw Diagnostic(
                "weights-missing", .error, "there is no weights file '\(path)'",
                help: ["look at the `from` of the load_weights step"], outcome: .missingInput)
        }
        // A pipe would wait for a writer, and a device may never end.
        guard status.st_mode & S_IFMT == S_IFREG else { throw unreadable(path, "it is no regular file") }
        switch try Signature(of: path) {
        case .hdf5, .zip:
            guard let reader = reader ?? .ofThisProgram else {
                throw unreadable(path, "this program has no reader for the files of Keras")
            }
            return try reader.read(path)
        case nil:
            return try safetensors(path)
        }
    }

    /// What a file's first bytes are.
    private enum Signature: CaseIterable {
        /// An HDF5 superblock.
        case hdf5
        /// A zip archive, as which Keras 3 saves `.keras`.
        case zip

        /// The bytes that such a file begins with.
        var bytes: [UInt8] {
            switch self {
            case .hdf5: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
            case .zip: [0x50, 0x4b, 0x03, 0x04]
            }
        }

        /// The signature of a file; nil where it has none of these.
        init?(of path: String) throws(Diagnostic) {
            let start: [UInt8]
            do {
                let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                defer { try? handle.close() }
                start = [UInt8](try handle.read(upToCount: 8) ?? Data())
            } catch { throw unreadable(path, error.localizedDescription) }
            guard let found = Self.allCases.first(where: { start.starts(with: $0.bytes) }) else { return nil }
            self = found
        }
    }

    /// Reads a safetensors file a tensor at a time.
    private static func safetensors(_ path: String) throws(Diagnostic) -> WeightsFile {
        let handle: FileHandle
        let count: Int
        do {
            handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            count = Int(clamping: try handle.seekToEnd())
        } catch { throw unreadable(path, error.localizedDescription) }
        defer { try? handle.close() }
        return try SafeTensors.read(file: path, count: count) { range throws(MalformedFile) in
            do {
                try handle.seek(toOffset: UInt64(range.lowerBound))
                let data = range.isEmpty ? Data() : try handle.read(upToCount: range.count) ?? Data()
                guard data.count == range.count else { throw MalformedFile("it was cut while it was read") }
                return ArraySlice(data)
            } catch let error as MalformedFile { throw error } catch { throw MalformedFile(error.localizedDescription) }
        }
    }

    /// Why a file cannot be read at all.
    static func unreadable(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic("weights-unreadable", .error, "cannot read '\(path)': \(reason)", help: ["name a weights file"])
    }
}
