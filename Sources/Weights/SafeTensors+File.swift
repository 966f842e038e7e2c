import Diagnostics
import Foundation

extension SafeTensors {
    /// Reads a weights file.
    ///
    /// - Throws: A diagnostic `weights-missing` (66) where there is no such file, `weights-unreadable` where it is no regular file or the
    ///   system refuses it, and what ``read(_:file:)`` throws.
    public static func load(_ path: String) throws(Diagnostic) -> Contents {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw unreadable(path, String(cString: strerror(errno))) }
            throw Diagnostic(
                "weights-missing", .error, "there is no weights file '\(path)'",
                help: ["look at the `from` of the load_weights step"], outcome: .missingInput)
        }
        // A pipe would wait for a writer, and a device may never end.
        guard status.st_mode & S_IFMT == S_IFREG else { throw unreadable(path, "it is no regular file") }
        let bytes: [UInt8]
        do { bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw unreadable(path, error.localizedDescription)
        }
        return try read(bytes, file: path)
    }

    private static func unreadable(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic("weights-unreadable", .error, "cannot read '\(path)': \(reason)", help: ["name a .safetensors file"])
    }
}
