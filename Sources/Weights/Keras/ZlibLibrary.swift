import CZlib

/// zlib.
public enum ZlibLibrary {
    /// Its version: "1.2.13".
    public static var version: String { String(cString: zlibVersion()) }
}
