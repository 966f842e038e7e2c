import Crypto

/// SHA-256 of some bytes: what stands for a file's content where a mistake would give one image the pixels of another.
struct FileKey: Hashable, Sendable {
    /// How many bytes it has.
    static let size = 32
    /// The bytes.
    let bytes: [UInt8]

    /// Hashes bytes.
    init(hashing content: [UInt8]) { bytes = Array(SHA256.hash(data: content)) }

    /// Takes a hash that was stored.
    init(stored: some Sequence<UInt8>) { bytes = Array(stored) }

    /// The first digits, in hexadecimal.
    var short: String { String(hexadecimal.prefix(12)) }
    /// All of it, in hexadecimal.
    var hexadecimal: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
