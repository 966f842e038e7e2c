import Diagnostics
import Foundation
import Network
import TestSupport
import Testing
import Weights

/// Files that lie: each is refused in words, and none traps.
struct HostileFileTests {
    private static func file(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
        let text = Array(header.utf8)
        let size = length ?? UInt64(text.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + text + Array(repeating: 0, count: data)
    }

    private static func tensor(_ name: String, _ rest: String) -> String { "\"\(name)\":{\(rest)}" }
    private static func f32(_ name: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
        tensor(name, "\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]")
    }

    static let bad: [(name: String, bytes: [UInt8], says: String)] = [
        ("nothing", [], "it has 0 bytes"),
        ("a cut length", [1, 2, 3], "it has 3 bytes"),
        ("a header beyond the end", file("{}", data: 0, length: 3), "ends after 2"),
        ("a header beyond the limit", file("{}", data: 0, length: 100_000_001), "100000000 is the limit"),
        ("the largest length", file("{}", data: 0, length: .max), "is the limit"),
        ("no header", file("", data: 0), "does not begin with {"),
        ("a space first", file(" {}", data: 0), "does not begin with {"),
        ("no JSON", file("{nonsense}", data: 0), "no \" at byte 1"),
        ("an open object", file("{", data: 0), "no \""),
        ("an open string", file("{\"a", data: 0), "without an end"),
        ("an open escape", file("{\"\\", data: 0), "without an end"),
        ("an unknown escape", file("{\"\\x\":{}}", data: 0), "unknown escape"),
        ("a short escape", file("{\"\\u12", data: 0), "four digits"),
        ("a signed escape", file("{\"\\u+123\":{}}", data: 0), "four digits"),
        ("half a pair", file("{\"\\ud800x\":{}}", data: 0), "surrogate"),
        ("the wrong half", file("{\"\\ud800\\u0041\":{}}", data: 0), "surrogate"),
        ("a control character", file("{\"\u{1}\":{}}", data: 0), "control character"),
        ("text after the end", file("{}{}", data: 0), "after its end"),
        ("an array", file("[]", data: 0), "does not begin with {"),
        ("nesting", file("{\"a\":{\"shape\":[[[[]]]]}}", data: 0), "no whole number"),
        ("metadata that is no text", file("{\"__metadata__\":{\"a\":1}}", data: 0), "no \""),
        ("metadata twice", file("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", data: 0), "comes twice"),
        ("a name twice", file("{\(f32("a", "1", 0, 4)),\(f32("a", "1", 4, 8))}", data: 8), "the name \"a\" comes twice"),
        ("no shape", file("{\(tensor("a", "\"dtype\":\"F32\",\"data_offsets\":[0,4]"))}", data: 4), "lacks"),
        ("one offset", file("{\(tensor("a", "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]"))}", data: 4), "lacks"),
        ("a shape twice", file("{\(tensor("a", "\"shape\":[1],\"shape\":[1]"))}", data: 4), "unexpected \"shape\""),
        ("an unknown key", file("{\(tensor("a", "\"stride\":[1]"))}", data: 4), "unexpected \"stride\""),
        (
            "an unknown type", file("{\(tensor("a", "\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]"))}", data: 8),
            "\"C64\""
        ),
        (
            "a type in small letters",
            file("{\(tensor("a", "\"dtype\":\"f32\",\"shape\":[1],\"data_offsets\":[0,4]"))}", data: 4), "\"f32\""
        ),
        ("a byte order mark", file("\u{feff}{}", data: 0), "does not begin with {"),
        (
            "more axes than any array",
            file("{\(f32("a", Array(repeating: "1", count: 65).joined(separator: ","), 0, 4))}", data: 4), "more than 64"
        ),
        (
            "three offsets", file("{\(tensor("a", "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]"))}", data: 4),
            "more than 2"
        ),
        ("a negative extent", file("{\(f32("a", "-1", 0, 4))}", data: 4), "no whole number"),
        ("a fractional extent", file("{\(f32("a", "1.5", 0, 4))}", data: 4), "no ]"),
        ("a leading zero", file("{\(f32("a", "01", 0, 4))}", data: 4), "no whole number"),
        ("an extent beyond Int", file("{\(f32("a", "99999999999999999999", 0, 4))}", data: 4), "too large"),
        ("a shape beyond Int", file("{\(f32("a", "4611686018427387904,4", 0, 4))}", data: 4), "larger than any memory"),
        (
            "a shape beyond Int with a zero", file("{\(f32("a", "4611686018427387904,4,0", 0, 0))}", data: 0),
            "larger than any memory"
        ),
        ("a shape that takes more", file("{\(f32("a", "2", 0, 4))}", data: 4), "takes 8 bytes"),
        ("ends before it begins", file("{\(f32("a", "1", 0, 4)),\(f32("b", "1", 4, 0))}", data: 4), "takes 4 bytes"),
        ("values beyond the end", file("{\(f32("a", "2", 0, 8))}", data: 4), "only 4 bytes of values"),
        ("values that overlap", file("{\(f32("a", "2", 0, 8)),\(f32("b", "1", 4, 8))}", data: 8), "overlap"),
        ("a gap", file("{\(f32("a", "1", 0, 4)),\(f32("b", "1", 8, 12))}", data: 12), "gap"),
        ("a gap at the start", file("{\(f32("a", "1", 4, 8))}", data: 8), "gap"),
        ("bytes after the last", file("{\(f32("a", "1", 0, 4))}", data: 5), "1 bytes after the last tensor"),
    ]

    @Test(arguments: bad.indices)
    func isRefused(_ index: Int) {
        let (name, bytes, says) = Self.bad[index]
        do {
            _ = try SafeTensors.read(bytes, file: "bad.safetensors")
            Issue.record("\(name) is accepted")
        } catch {
            #expect(error.id == "weights-file")
            #expect(error.message.hasPrefix("bad.safetensors is not a usable safetensors file: "))
            #expect(error.message.contains(says), "\(name): \(error.message)")
        }
    }

    @Test func notUTF8() {
        let header: [UInt8] = Array("{\"".utf8) + [0xff, 0xfe] + Array("\":{}}".utf8)
        #expect(throws: Diagnostic.self) { try SafeTensors.read([UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header, file: "x") }
    }

    /// A name as long as a header may be does not fill the screen.
    @Test func longNamesAreCut() {
        let name = String(repeating: "\u{1b}", count: 10_000).replacingOccurrences(of: "\u{1b}", with: "\\u001b")
        do {
            _ = try SafeTensors.read(Self.file("{\(Self.f32(name, "2", 0, 4))}", data: 4), file: "x")
            Issue.record("accepted")
        } catch {
            #expect(error.message.count < 1000)
            #expect(!error.message.contains("\u{1b}"))
        }
    }

    /// Every prefix and every flipped byte of a good file: an answer or a refusal, whatever it is, and no trap.
    @Test func damagedFiles() throws {
        let good = [UInt8](try Data(contentsOf: Fixtures.url("weights/assay.safetensors")))
        let tensors = try SafeTensors.read(good, file: "good").tensors
        for count in 0..<good.count {
            #expect(throws: Diagnostic.self) { try SafeTensors.read(Array(good.prefix(count)), file: "prefix") }
        }
        let headerEnd = 8 + Int(good[0]) + Int(good[1]) << 8
        var refused = 0
        for place in 0..<headerEnd {
            for change: UInt8 in [0xff, 0x01, 0x80] {
                var bytes = good
                bytes[place] ^= change
                if let contents = try? SafeTensors.read(bytes, file: "damaged") {
                    #expect(contents.tensors.count == tensors.count)
                } else {
                    refused += 1
                }
            }
        }
        #expect(refused > headerEnd)
    }

    /// Thousands of files that were good once: bytes changed, runs removed, repeated or moved, numbers replaced by large ones.
    @Test func mutatedFiles() throws {
        let good = try ["assay", "types"].map { [UInt8](try Data(contentsOf: Fixtures.url("weights/\($0).safetensors"))) }
        let numbers = ["0", "-1", "4294967296", "9223372036854775807", "18446744073709551616", "1e3", "[[", "null", "\\u0000"]
        var random = SeededGenerator(seed: 20)
        var accepted = 0
        for turn in 0..<6000 {
            var bytes = good[turn % 2]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let header = min(bytes.count, 8 + 300)
                let place = Int.random(in: 0..<max(1, header), using: &random)
                let run = place..<min(bytes.count, place + Int.random(in: 1...12, using: &random))
                switch Int.random(in: 0..<6, using: &random) {
                case 0 where !bytes.isEmpty: bytes[min(place, bytes.count - 1)] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(run)
                case 2: bytes.insert(contentsOf: Array(bytes[run]), at: place)
                case 3: bytes.replaceSubrange(run, with: Array(numbers.randomElement(using: &random)?.utf8 ?? "".utf8))
                case 4: bytes.removeLast(min(bytes.count, Int.random(in: 1...20, using: &random)))
                default: bytes += Array(repeating: 0, count: Int.random(in: 1...20, using: &random))
                }
                // The header's length follows what was put in or taken out, else nothing behind it would be read.
                if bytes.count > 8, let end = bytes[8...].firstRange(of: Array("}}".utf8))?.upperBound,
                    Bool.random(using: &random)
                {
                    withUnsafeBytes(of: UInt64(end - 8).littleEndian) { bytes.replaceSubrange(0..<8, with: $0) }
                }
            }
            guard let file = try? SafeTensors.read(bytes, file: "mutant") else { continue }
            accepted += 1
            #expect(file.tensors.allSatisfy { $0.tensor.values.count == $0.tensor.shape.reduce(1, *) })
            #expect(file.tensors.reduce(0) { $0 + $1.tensor.values.count } <= bytes.count)
            #expect(Set(file.tensors.map(\.name)).count == file.tensors.count)
        }
        #expect(accepted > 10, "\(accepted)")
    }
}
