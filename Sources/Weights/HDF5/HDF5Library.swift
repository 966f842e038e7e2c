import CHDF5
import Foundation

/// libhdf5, which keeps its state in globals: one thread at a time is in it.
public enum HDF5Library {
    private static let lock = NSLock()

    /// Its version: "1.10.8".
    public static var version: String {
        use {
            var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
            return H5get_libversion(&major, &minor, &release) < 0 ? "unknown" : "\(major).\(minor).\(release)"
        }
    }

    /// Runs what calls libhdf5. Nothing of the library may leave `body`.
    static func use<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        _ = isReady
        return try body()
    }

    /// Errors come as values, and plugins are never loaded.
    private static let isReady: Bool = assay_h5_quiet() >= 0
}

/// An open identifier of libhdf5: a file, group, dataset, attribute, type, space or property list.
final class HDF5Handle {
    let id: hid_t

    /// Takes over what a call of the library returned; negative is a failure.
    init(_ id: hid_t, _ whatFailed: @autoclosure () -> String) throws(MalformedFile) {
        guard id >= 0 else { throw MalformedFile(whatFailed()) }
        self.id = id
    }

    deinit { _ = H5Idec_ref(id) }
}
