import CZlib

/// A zip archive in memory, from anywhere (APPNOTE.TXT 6.3): the central directory is believed where the local headers agree, and members
/// are stored or deflated. Encryption, several disks, bytes before or behind the archive, and names that come twice are refused.
struct ZipArchive {
    /// What a member's local header begins with, and so a file that is an archive.
    static let signature: [UInt8] = [0x50, 0x4b, 0x03, 0x04]

    /// A member's bytes.
    final class Member {
        let bytes: UnsafeRawBufferPointer
        private let inflated: UnsafeMutableRawBufferPointer?

        /// Bytes that lie in the archive.
        init(stored: UnsafeRawBufferPointer) {
            bytes = stored
            inflated = nil
        }

        /// Bytes of its own.
        init(inflated: UnsafeMutableRawBufferPointer) {
            bytes = UnsafeRawBufferPointer(inflated)
            self.inflated = inflated
        }

        deinit { inflated?.deallocate() }
    }

    /// A line of the central directory.
    private struct Entry {
        var flags: Int
        var method: Int
        var crc: UInt32
        var packed: Int
        var size: Int
        var offset: Int
    }

    private let bytes: UnsafeRawBufferPointer
    private let limit: Int
    private let directory: Int
    private let entries: [String: Entry]

    /// Reads the central directory of an archive, which must outlive the value.
    ///
    /// - Parameter limit: The most bytes that a member may have.
    init(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(MalformedFile) {
        self.bytes = bytes
        self.limit = limit
        let end = try Self.end(of: bytes)
        directory = end.directory
        var entries: [String: Entry] = [:]
        var place = end.directory
        for _ in 0..<end.count {
            var head = try ZipFields(bytes, at: place, count: 46, magic: 0x0201_4b50, "a line of its directory")
            head.skip(4)
            var entry = Entry(flags: head.int16(), method: head.int16(), crc: 0, packed: 0, size: 0, offset: 0)
            head.skip(4)
            entry.crc = UInt32(truncatingIfNeeded: head.int32())
            (entry.packed, entry.size) = (head.int32(), head.int32())
            let (name, extra, comment) = (head.int16(), head.int16(), head.int16())
            head.skip(8)
            entry.offset = head.int32()
            let next = place + 46 + name + extra + comment
            guard next <= end.place else { throw MalformedFile("a line of its directory leaves the directory") }
            try Self.widen(&entry, by: UnsafeRawBufferPointer(rebasing: bytes[(place + 46 + name)..<(place + 46 + name + extra)]))
            guard let text = String(validating: bytes[(place + 46)..<(place + 46 + name)], as: UTF8.self) else {
                throw MalformedFile("the name of a member is not UTF-8")
            }
            guard entries.updateValue(entry, forKey: text) == nil else {
                throw MalformedFile("the member \(JSONText.shown(text)) comes twice")
            }
            place = next
        }
        guard place == end.place else { throw MalformedFile("its directory has more than its \(end.count) lines") }
        self.entries = entries
    }

    /// A member's bytes, checked against its checksum.
    func member(_ name: String) throws(MalformedFile) -> Member {
        guard let entry = entries[name] else { throw MalformedFile("it has no member \(name), as a .keras archive does") }
        guard entry.flags & 0x2041 == 0 else { throw MalformedFile("its member \(name) is encrypted") }
        guard entry.size <= limit else {
            throw MalformedFile("its member \(name) has \(entry.size) bytes, and the archive has \(bytes.count)")
        }
        guard entry.offset <= directory else { throw MalformedFile("its member \(name) lies behind the directory") }
        var head = try ZipFields(bytes, at: entry.offset, count: 30, magic: 0x0403_4b50, "the head of \(name)")
        head.skip(22)
        let (nameLength, extra) = (head.int16(), head.int16())
        let start = entry.offset + 30 + nameLength + extra
        guard start <= directory, entry.packed <= directory - start,
            bytes[(entry.offset + 30)..<(entry.offset + 30 + nameLength)].elementsEqual(name.utf8)
        else { throw MalformedFile("its member \(name) is not where the directory says") }
        let packed = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + entry.packed)])
        let member = try unpack(packed, entry, name)
        guard assay_crc32(member.bytes.baseAddress, member.bytes.count) == entry.crc else {
            throw MalformedFile("the checksum of its member \(name) is wrong")
        }
        return member
    }

    private func unpack(_ packed: UnsafeRawBufferPointer, _ entry: Entry, _ name: String) throws(MalformedFile) -> Member {
        switch entry.method {
        case 0:
            guard entry.packed == entry.size else { throw MalformedFile("its member \(name) is stored with two sizes") }
            return Member(stored: packed)
        case 8:
            let member = Member(inflated: .allocate(byteCount: entry.size, alignment: 16))
            let room = UnsafeMutableRawPointer(mutating: member.bytes.baseAddress)
            guard assay_inflate(packed.baseAddress, packed.count, room, entry.size) != 0 else {
                throw MalformedFile("its member \(name) is damaged")
            }
            return member
        default:
            throw MalformedFile(
                "its member \(name) is compressed by the method \(entry.method); stored and deflated ones are read")
        }
    }

    /// Sizes and offset of more than 32 bits, from the extra field 1.
    private static func widen(_ entry: inout Entry, by extra: UnsafeRawBufferPointer) throws(MalformedFile) {
        let wide = Int(UInt32.max)
        guard entry.size == wide || entry.packed == wide || entry.offset == wide else { return }
        var place = 0
        while place + 4 <= extra.count {
            var head = try ZipFields(extra, at: place, count: 4, magic: nil, "an extra field")
            let (id, count) = (head.int16(), head.int16())
            guard id == 1 else {
                place += 4 + count
                continue
            }
            var fields = try ZipFields(extra, at: place + 4, count: count, magic: nil, "a 64-bit field")
            for key in [\Entry.size, \.packed, \.offset] where entry[keyPath: key] == wide {
                guard let value = fields.int64() else { throw MalformedFile("a 64-bit field of a member is short or too large") }
                entry[keyPath: key] = value
            }
            return
        }
        throw MalformedFile("a member lacks its 64-bit sizes")
    }

    /// Where the directory begins and ends, and how many lines it has.
    private static func end(of bytes: UnsafeRawBufferPointer) throws(MalformedFile) -> (directory: Int, place: Int, count: Int) {
        // The end record is last, behind it only a comment of which it knows the length.
        let first = max(0, bytes.count - 22 - Int(UInt16.max))
        var place = bytes.count - 22
        while place >= first {
            if bytes[place] == 0x50, var head = try? ZipFields(bytes, at: place, count: 22, magic: 0x0605_4b50, "") {
                let (disk, start, here, count) = (head.int16(), head.int16(), head.int16(), head.int16())
                let (size, offset, comment) = (head.int32(), head.int32(), head.int16())
                if place + 22 + comment == bytes.count {
                    if let wide = try wideEnd(of: bytes, before: place) { return wide }
                    guard disk == 0, start == 0, here == count, offset + size == place else { break }
                    return (offset, place, count)
                }
            }
            place -= 1
        }
        throw MalformedFile("its directory is missing or damaged: it is cut short, or no zip archive")
    }

    /// The end of an archive with more than 32 bits or 65,535 members; nil where there is no locator of one.
    private static func wideEnd(
        of bytes: UnsafeRawBufferPointer, before place: Int
    ) throws(MalformedFile) -> (directory: Int, place: Int, count: Int)? {
        guard var locator = try? ZipFields(bytes, at: place - 20, count: 20, magic: 0x0706_4b50, "") else { return nil }
        locator.skip(4)
        guard let end = locator.int64(), end <= place - 20 - 56 else { throw MalformedFile("its 64-bit directory is misplaced") }
        var head = try ZipFields(bytes, at: end, count: 56, magic: 0x0606_4b50, "its 64-bit directory")
        guard let length = head.int64(), length == place - 20 - end - 12 else {
            throw MalformedFile("its 64-bit directory is misplaced")
        }
        head.skip(4)
        let (disk, start) = (head.int32(), head.int32())
        guard disk == 0, start == 0, let here = head.int64(), let count = head.int64(), here == count,
            let size = head.int64(), let offset = head.int64(), size <= end, offset == end - size
        else { throw MalformedFile("its 64-bit directory is damaged") }
        return (offset, end, count)
    }
}

/// Little-endian numbers, one after the other, of a record whose bytes are all there.
private struct ZipFields {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    /// A record of `count` bytes, which begins with `magic`.
    init(_ bytes: UnsafeRawBufferPointer, at start: Int, count: Int, magic: UInt32?, _ what: String) throws(MalformedFile) {
        guard start >= 0, start <= bytes.count, count <= bytes.count - start else { throw MalformedFile("\(what) is cut short") }
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
        if let magic {
            guard int32() == Int(magic) else { throw MalformedFile("\(what) is damaged") }
        }
    }

    mutating func skip(_ count: Int) { place += count }
    mutating func int16() -> Int { Int(load(UInt16.self)) }
    mutating func int32() -> Int { Int(load(UInt32.self)) }

    /// 64 bits; nil where they are not there, or no Int.
    mutating func int64() -> Int? { place + 8 <= bytes.count ? Int(exactly: load(UInt64.self)) : nil }

    private mutating func load<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
        defer { place += MemoryLayout<Number>.size }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: type))
    }
}
