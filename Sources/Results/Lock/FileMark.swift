import Crypto
import Foundation

/// What a file held: the SHA-256 of its bytes and how many there are; written as one text, `<sha256> <bytes>`.
public struct FileMark: Codable, Hashable, Sendable {
    /// In hexadecimal; `unreadable` for a file that could not be read.
    public var sha256: String
    /// The size.
    public var bytes: Int

    /// Creates a mark.
    public init(sha256: String, bytes: Int) {
        self.sha256 = sha256
        self.bytes = bytes
    }

    /// A file that could not be read.
    public static let unreadable = FileMark(sha256: "unreadable", bytes: 0)

    /// The mark of some bytes.
    public init(of data: Data) {
        self.init(sha256: SHA256.hash(data: data).hexadecimal, bytes: data.count)
    }

    /// The mark of a regular file, read piece by piece; ``unreadable`` where it is none, or cannot be read.
    public init(ofFile path: String) {
        // A pipe would wait for a writer, and a device may never end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        defer { if descriptor >= 0 { close(descriptor) } }
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            self = .unreadable
            return
        }
        var hash = SHA256()
        var bytes = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let got = read(descriptor, &buffer, buffer.count)
            if got < 0, errno == EINTR { continue }
            guard got > 0 else {
                self = got < 0 ? .unreadable : FileMark(sha256: hash.finalize().hexadecimal, bytes: bytes)
                return
            }
            buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<got])) }
            bytes += got
        }
    }

    /// Writes one text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self == .unreadable ? sha256 : "\(sha256) \(bytes)")
    }

    /// Reads one text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let parts = try container.decode(String.self).split(separator: " ", omittingEmptySubsequences: false)
        if parts == ["unreadable"] {
            self = .unreadable
        } else if parts.count == 2, parts[0].count == 64, let bytes = Int(parts[1]), bytes >= 0 {
            self.init(sha256: String(parts[0]), bytes: bytes)
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no SHA-256 and size")
        }
    }
}

extension SHA256.Digest {
    /// Two digits a byte.
    var hexadecimal: String { map { String(format: "%02x", $0) }.joined() }
}
