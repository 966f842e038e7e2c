import Foundation
import Imaging
import Synchronization

/// One file of the pixel store: a head, a table of entries of a fixed number, then pixels.
///
/// One process writes it, by appending: pixels first, then the entry that names them. Any number of processes read it meanwhile.
/// An entry carries a checksum of itself, of what the segment is for and of its pixels; whatever does not agree with it (a kill
/// or a power failure in between, a damaged disk, a file cut short) is as if it were not there.
///
/// Files are read (`pread`), not mapped: a mapped file that somebody cuts short would end the process (SIGBUS), and a file with a
/// name cannot be sealed against that. The pages that are read are those of the system's page cache, one copy for all processes.
/// Each reading checks the pixels: copying and checking 150 x 150 grey ones takes some 8 microseconds, too few to remember
/// which were checked.
final class PixelSegment: Sendable {
    /// Where an image lies.
    struct Entry: Sendable {
        var key: FileKey
        var offset: UInt64
        var count: UInt32
        var channels: UInt8
        var remarks: UInt8
        var checksum: ContentHash
    }

    /// The ending of the files' names.
    static let suffix = ".pixels"
    /// The first bytes of a file: what it is, and the version of its form.
    private static let magic = Array("assay pixels 1\n\0".utf8)
    private static let headSize = 64
    private static let entrySize = 64
    /// The most entries that a table is believed to have.
    static let maximumCapacity = 1 << 14

    /// The number of entries that the table has room for.
    let capacity: Int
    /// What the pixels were made by.
    private let recipe: FileKey
    private let descriptor: Int32
    private let isTouched = Atomic(false)

    private init(descriptor: Int32, recipe: FileKey, capacity: Int) {
        self.descriptor = descriptor
        self.recipe = recipe
        self.capacity = capacity
    }

    deinit { close(descriptor) }

    /// Where pixels begin: on a page of their own.
    var firstOffset: UInt64 { (UInt64(Self.headSize + capacity * Self.entrySize) + 4095) & ~4095 }

    // MARK: Writing

    /// Makes a new file; nil where that fails.
    static func create(_ path: String, recipe: FileKey, capacity: Int) -> PixelSegment? {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        let segment = PixelSegment(descriptor: descriptor, recipe: recipe, capacity: capacity)
        return segment.write(head(recipe, capacity), at: 0) ? segment : nil
    }

    /// Appends an image as entry `number`, its pixels at `offset`; nil where the disk does not take it.
    func append(_ image: PixelImage, remarks: UInt8, for key: FileKey, number: Int, at offset: UInt64) -> Entry? {
        guard number < capacity, let count = UInt32(exactly: image.pixels.count), write(image.pixels, at: offset) else {
            return nil
        }
        var entry = Entry(
            key: key, offset: offset, count: count, channels: UInt8(image.channels), remarks: remarks,
            checksum: ContentHash([]))
        entry.checksum = checksum(entry, of: image.pixels)
        return write(Self.bytes(entry), at: UInt64(Self.headSize + number * Self.entrySize)) ? entry : nil
    }

    private func write(_ bytes: [UInt8], at offset: UInt64) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count, let base = buffer.baseAddress {
                let written = pwrite(descriptor, base + done, buffer.count - done, off_t(offset) + off_t(done))
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return false }
                done += written
            }
            return true
        }
    }

    // MARK: Reading

    /// Opens a file that this user owns and that was made by a recipe.
    static func open(_ path: String, recipe: FileKey) -> PixelSegment? {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        // Owned from here on, so that every way out closes it.
        let probe = PixelSegment(descriptor: descriptor, recipe: recipe, capacity: 0)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            let head = probe.read(headSize, at: 0), let capacity = Self.capacity(head, recipe)
        else { return nil }
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        return copy >= 0 ? PixelSegment(descriptor: copy, recipe: recipe, capacity: capacity) : nil
    }

    /// The entries from a number on whose pixels may be there, and the number after the last one that was written.
    func entries(from first: Int) -> (entries: [Entry], next: Int) {
        var entries: [Entry] = []
        var next = first
        // All that there is at first, as a failure of the power may leave holes; then what the writer adds, which is in order.
        let piece = first == 0 ? capacity : 64
        var start = first
        while start < capacity, start == next {
            let table = readable(
                min(piece, capacity - start) * Self.entrySize, at: UInt64(Self.headSize + start * Self.entrySize))
            let count = table.count / Self.entrySize
            for number in 0..<count {
                guard let entry = Self.entry(table[number * Self.entrySize..<(number + 1) * Self.entrySize]) else { continue }
                entries.append(entry)
                next = start + number + 1
            }
            guard count > 0 else { break }
            start += count
        }
        guard !entries.isEmpty else { return ([], next) }
        // Asked last: pixels are written before their entry.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return ([], next) }
        let end = UInt64(clamping: Int(status.st_size))
        entries.removeAll { $0.offset < firstOffset || $0.offset > end || UInt64($0.count) > end - $0.offset }
        return (entries, next)
    }

    /// The pixels of an entry; nil where they are not those that were written.
    func pixels(_ entry: Entry) -> [UInt8]? {
        guard let pixels = read(Int(entry.count), at: entry.offset), checksum(entry, of: pixels) == entry.checksum else {
            return nil
        }
        // The time of change tells which files were of use last.
        if !isTouched.exchange(true, ordering: .relaxed) { futimens(descriptor, nil) }
        return pixels
    }

    private func read(_ count: Int, at offset: UInt64) -> [UInt8]? {
        let bytes = readable(count, at: offset)
        return bytes.count == count ? bytes : nil
    }

    /// So many bytes, or fewer where the file ends.
    private func readable(_ count: Int, at offset: UInt64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count, let base = buffer.baseAddress {
                let got = pread(descriptor, base + done, count - done, off_t(offset) + off_t(done))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                done += got
            }
        }
    }

    // MARK: The bytes

    private static func head(_ recipe: FileKey, _ capacity: Int) -> [UInt8] {
        let start = magic + recipe.bytes + bytes(UInt64(capacity))
        return start + bytes(ContentHash(start).low)
    }

    private static func capacity(_ head: [UInt8], _ recipe: FileKey) -> Int? {
        let place = magic.count + FileKey.size
        let capacity = Int(clamping: number(head[place..<place + 8]))
        return capacity <= maximumCapacity && head == Self.head(recipe, capacity) ? capacity : nil
    }

    private static func bytes(_ entry: Entry) -> [UInt8] {
        signed(entry) + bytes(entry.checksum.low) + bytes(entry.checksum.high)
    }

    /// What of an entry its checksum covers.
    private static func signed(_ entry: Entry) -> [UInt8] {
        entry.key.bytes + bytes(entry.offset)
            + bytes(UInt64(entry.count) | UInt64(entry.channels) << 32 | UInt64(entry.remarks) << 40)
    }

    private static func entry(_ bytes: ArraySlice<UInt8>) -> Entry? {
        let rest = bytes.startIndex + FileKey.size
        func word(_ index: Int) -> UInt64 { number(bytes[rest + 8 * index..<rest + 8 * index + 8]) }
        guard word(1) != 0 else { return nil }
        return Entry(
            key: FileKey(stored: bytes.prefix(FileKey.size)), offset: word(0), count: UInt32(truncatingIfNeeded: word(1)),
            channels: UInt8(truncatingIfNeeded: word(1) >> 32), remarks: UInt8(truncatingIfNeeded: word(1) >> 40),
            checksum: ContentHash(low: word(2), high: word(3)))
    }

    private func checksum(_ entry: Entry, of pixels: [UInt8]) -> ContentHash {
        let content = ContentHash(pixels)
        return ContentHash(recipe.bytes + Self.signed(entry) + Self.bytes(content.low) + Self.bytes(content.high))
    }

    /// A number, least byte first.
    private static func bytes(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
