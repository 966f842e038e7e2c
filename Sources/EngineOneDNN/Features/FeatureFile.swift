import Foundation

/// Room on a disk for what does not fit memory.
public struct DiskBudget: Hashable, Sendable {
    /// Where files lie.
    public var folder: String
    /// The most bytes that they may have.
    public var bytes: Int

    /// Creates a budget.
    public init(folder: String, bytes: Int) {
        self.folder = folder
        self.bytes = bytes
    }
}

/// Arrays of one size in a file that has no name: it is gone with the process, however that ends.
final class FeatureFile {
    /// What is left free on the disk, in bytes.
    private static let reserve = 1 << 30

    /// The most arrays; fewer once the disk has refused one.
    private(set) var capacity: Int
    /// The arrays in it.
    private(set) var count = 0
    private let size: Int
    private let descriptor: Int32

    /// Nil where there is no room, or no file can be made.
    ///
    /// - Parameter size: The values of one array.
    init?(_ budget: DiskBudget, size: Int) {
        let manager = FileManager.default
        try? manager.createDirectory(
            atPath: budget.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let attributes = try? manager.attributesOfFileSystem(forPath: budget.folder)
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        capacity = max(min(budget.bytes, free - Self.reserve), 0) / max(4 * size, 1)
        guard size > 0, capacity > 0 else { return nil }
        var name = Array("\(budget.folder)/features-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(name)
        self.size = size
    }

    deinit { close(descriptor) }

    /// Appends an array; nil where there is no room for it.
    func append(_ values: [Float]) -> Int? {
        guard count < capacity, values.count == size else { return nil }
        let isWritten = values.withUnsafeBytes { bytes in
            transfer(bytes.count) { done, rest in
                pwrite(descriptor, bytes.baseAddress.map { $0 + done }, rest, off_t(count * bytes.count + done))
            }
        }
        guard isWritten else {
            capacity = count
            return nil
        }
        count += 1
        return count - 1
    }

    /// An array; nil where it cannot be read.
    subscript(index: Int) -> [Float]? {
        guard (0..<count).contains(index) else { return nil }
        var isRead = false
        let values = [Float](unsafeUninitializedCapacity: size) { buffer, initialized in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            isRead = transfer(4 * size) { done, rest in
                pread(descriptor, bytes.baseAddress.map { $0 + done }, rest, off_t(4 * size * index + done))
            }
            initialized = isRead ? size : 0
        }
        return isRead ? values : nil
    }

    /// Calls until all bytes have gone; false where none goes any more.
    private func transfer(_ byteCount: Int, _ call: (_ done: Int, _ rest: Int) -> Int) -> Bool {
        var done = 0
        while done < byteCount {
            let moved = call(done, byteCount - done)
            if moved < 0, errno == EINTR { continue }
            guard moved > 0 else { return false }
            done += moved
        }
        return true
    }
}
