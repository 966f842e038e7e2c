import Foundation
import TestSupport
import Testing

@testable import Weights

/// Archives that are and are not what they say.
struct ZipArchiveTests {
    private static func good() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Fixtures.url("weights/keras/keras3.keras")))
    }

    /// The bytes of the members that Keras writes; nil and why where the archive is refused.
    private func members(_ bytes: [UInt8], limit: Int = 1 << 20) -> (sizes: [Int]?, reason: String) {
        bytes.withUnsafeBytes { bytes in
            do throws(MalformedFile) {
                let archive = try ZipArchive(bytes, limit: limit)
                var sizes: [Int] = []
                for name in [KerasArchive.metadata, KerasArchive.configuration, KerasArchive.weights] {
                    sizes.append(try archive.member(name).bytes.count)
                }
                return (sizes, "")
            } catch { return (nil, error.reason) }
        }
    }

    /// Where a line of the directory begins, for the member number `index`.
    private func line(_ index: Int, of bytes: [UInt8]) throws -> Int {
        let starts = bytes.indices.dropLast(4).filter { bytes[$0..<$0 + 4].elementsEqual([0x50, 0x4b, 1, 2]) }
        try #require(starts.count == 3)
        return starts[index]
    }

    @Test func whole() throws {
        let found = members(try Self.good())
        #expect(found.sizes?.count == 3 && found.reason.isEmpty)
    }

    @Test func lies() throws {
        let good = try Self.good()
        let line = try line(0, of: good)
        func changed(_ place: Int, _ new: [UInt8]) -> [UInt8] {
            var bytes = good
            bytes.replaceSubrange(place..<place + new.count, with: new)
            return bytes
        }
        #expect(members(changed(line + 8, [1, 0])).reason.contains("encrypted"))
        #expect(members(changed(line + 10, [9, 0])).reason.contains("the method 9"))
        #expect(members(changed(line + 10, [8, 0])).reason.contains("damaged"))
        #expect(members(changed(line + 16, [0, 0, 0, 0])).reason.contains("checksum"))
        #expect(members(changed(line + 24, [9, 0, 0, 0])).reason.contains("two sizes"))
        #expect(members(changed(line + 24, [0, 0, 0, 0x7f])).reason.contains("has 2130706432 bytes"))
        #expect(members(changed(line + 20, [0, 0, 0, 0x7f])).reason.contains("not where the directory says"))
        #expect(members(changed(line + 24, [255, 255, 255, 255])).reason.contains("lacks its 64-bit sizes"))
        #expect(members(changed(line + 42, [0, 0, 0, 0x7f])).reason.contains("behind the directory"))
        #expect(members(changed(line + 42, [1, 0, 0, 0])).reason.contains("is damaged"))
        #expect(members(changed(line + 28, [255, 255])).reason.contains("leaves the directory"))
        #expect(members(changed(line + 46, [0xff])).reason.contains("not UTF-8"))
        #expect(members(changed(line + 46, Array("x".utf8))).reason.contains("no member metadata.json"))
        // The number of lines on this disk and in all.
        #expect(members(changed(good.count - 14, [2, 0, 2, 0])).reason.contains("more than its 2 lines"))
        #expect(members(changed(good.count - 14, [4, 0, 4, 0])).reason.contains("cut short"))
        #expect(members(good + [0]).reason.contains("missing or damaged"))
        #expect(members([0] + good).reason.contains("missing or damaged"))
        #expect(members(Array(good.prefix(100))).reason.contains("missing or damaged"))
        #expect(members([]).reason.contains("missing or damaged"))
        #expect(members(good, limit: 1000).reason.contains("bytes, and the archive has"))
    }

    /// Sizes of 64 bits, as Python writes them where it is forced to, and lies about them.
    @Test func wide() throws {
        let name = Array("metadata.json".utf8)
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        func archive(size: Int = 2, offset: Int = 0, directory: Int = 45, end: Int = 124, extra: Int = 24) -> [UInt8] {
            let crc = little(0xa3a6_bf43, 4)
            var bytes = little(0x0403_4b50, 4) + little(45, 2) + little(0, 8) + crc + little(2, 4) + little(2, 4)
            bytes += little(name.count, 2) + little(0, 2) + name + Array("{}".utf8)
            let wide = little(0xffff_ffff, 4)
            bytes += little(0x0201_4b50, 4) + little(45, 2) + little(45, 2) + little(0, 8) + crc + wide + wide
            bytes += little(name.count, 2) + little(4 + extra, 2) + little(0, 10) + wide + name
            bytes += little(1, 2) + little(extra, 2) + little(size, 8) + little(2, 8) + little(offset, 8)
            bytes += little(0x0606_4b50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) + little(1, 8)
            bytes += little(1, 8) + little(end - directory, 8) + little(directory, 8)
            bytes += little(0x0706_4b50, 4) + little(0, 4) + little(end, 8) + little(1, 4)
            return bytes + little(0x0605_4b50, 4) + little(0, 4) + [255, 255, 255, 255] + wide + wide + little(0, 2)
        }
        func reason(_ bytes: [UInt8]) -> String {
            bytes.withUnsafeBytes { bytes in
                do throws(MalformedFile) {
                    let text = try ZipArchive(bytes, limit: 1 << 20).member(KerasArchive.metadata).bytes
                    return String(decoding: text, as: UTF8.self)
                } catch { return error.reason }
            }
        }
        let size = 30 + name.count + 2
        let end = size + 46 + name.count + 28
        #expect(reason(archive(directory: size, end: end)) == "{}")
        #expect(reason(archive(size: 1 << 40, directory: size, end: end)).contains("has 1099511627776 bytes"))
        #expect(reason(archive(size: -1, directory: size, end: end)).contains("short or too large"))
        #expect(reason(archive(offset: 1 << 60, directory: size, end: end)).contains("behind the directory"))
        #expect(reason(archive(directory: size + 1, end: end)).contains("damaged"))
        #expect(reason(archive(directory: size, end: 1 << 62)).contains("misplaced"))
        #expect(reason(archive(directory: size, end: end, extra: 8)).contains("short or too large"))
    }

    /// Every prefix, and bytes flipped anywhere: an answer or a refusal.
    @Test func damaged() throws {
        let good = try Self.good()
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            #expect(members(Array(good.prefix(Int.random(in: 0..<good.count, using: &generator)))).sizes == nil)
        }
        let directory = try line(0, of: good)
        var refused = 0
        for place in directory..<good.count {
            for change: UInt8 in [0xff, 0x01, 0x80] {
                var bytes = good
                bytes[place] ^= change
                if members(bytes).sizes == nil { refused += 1 }
            }
        }
        #expect(refused > good.count - directory)
        for _ in 0..<300 {
            var bytes = good
            bytes[Int.random(in: 0..<directory, using: &generator)] ^= 0x10
            if let sizes = members(bytes).sizes { #expect(sizes == members(good).sizes) }
        }
    }
}
