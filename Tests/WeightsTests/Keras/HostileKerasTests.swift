import Diagnostics
import Foundation
import TestSupport
import Testing
import Weights

/// Files of Keras that lie, through the child process: each is refused in words, and none ends or holds up the parent.
@Suite(.enabled(if: CommandReader.reader != nil, CommandReader.missing)) struct HostileKerasTests {
    static let bad: [(name: String, says: String)] = [
        ("axes.h5", "9 axes"), ("bomb.keras", "has 20971520 bytes"), ("bzip2.keras", "method 12"),
        ("compound.h5", "no weights have"),
        ("dangling_link.h5", "not followed"), ("dot_path.h5", "no path"), ("double_path.h5", "lacks its weight"),
        ("empty_path.h5", "no path"), ("external_group.h5", "not followed"), ("external_link.h5", "not followed"),
        ("external_storage.h5", "in another file"), ("group_as_weight.h5", "not a dataset"), ("hollow.h5", "stands for more"),
        ("huge.h5", "stands for more"), ("huge_product.h5", "larger than any memory"), ("layer_twice.h5", "twice"),
        ("loop.weights.h5", "without end"), ("lzf.h5", "filter 32000"), ("member.keras", "no member model.weights.h5"),
        ("missing_layer.h5", "has no group"), ("missing_weight.h5", "lacks its weight"), ("no_json.h5", "not the JSON"),
        ("no_layers.h5", "neither layer_names"), ("no_weight_names.h5", "lacks the attribute weight_names"),
        ("not_utf8.h5", "not UTF-8"), ("nothing.h5", "neither layer_names"), ("null.h5", "no values"),
        ("number_names.h5", "is no text"), ("odd_float.h5", "no weights have"), ("root_path.h5", "no path"),
        ("sequences.h5", "no weights have"), ("shared.h5", "stands for more"), ("soft_link.h5", "not followed"),
        ("text.h5", "no weights have"), ("theano.h5", "Theano"), ("variable_text.h5", "no weights have"),
        ("virtual.h5", "gathered from elsewhere"), ("weight_as_layer.h5", "not a group"), ("weight_twice.h5", "comes twice"),
        ("zeros.h5", "stands for more"),
    ]

    @Test func isRefused() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Fixtures.url("weights/hostile").path)
        #expect(files.sorted() == Self.bad.map(\.name))
        for (name, says) in Self.bad {
            do {
                _ = try CommandReader.load(Fixtures.url("weights/hostile/\(name)").path)
                Issue.record("\(name) is accepted")
            } catch let error as Diagnostic {
                #expect(error.id == "weights-file" && error.message.contains(says), "\(name): \(error.message)")
            }
        }
    }

    /// Bytes flipped and files cut at many places: an answer or a refusal, and always soon. `ASSAY_FUZZ` says how many files.
    @Test func damaged() throws {
        let count = ProcessInfo.processInfo.environment["ASSAY_FUZZ"].flatMap { Int($0) } ?? 60
        let folder = try TemporaryFolder()
        let names = ["keras224.legacy.h5", "keras3.h5", "keras3.weights.h5", "keras3.keras", "types.h5"]
        let good = try names.map { [UInt8](try Data(contentsOf: Fixtures.url("weights/keras/\($0)"))) }
        var generator = SeededGenerator(seed: 4)
        var outcomes: [String: Int] = [:]
        for index in 0..<count {
            let which = index % names.count
            var bytes = good[which]
            if index % 4 == 3 {
                bytes = Array(bytes.prefix(Int.random(in: 8..<bytes.count, using: &generator)))
            } else {
                for _ in 0..<Int.random(in: 1...40, using: &generator) {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                }
                // Else the file is none of these formats.
                bytes.replaceSubrange(0..<4, with: good[which][0..<4])
                if names[which].hasSuffix("h5") { bytes.replaceSubrange(0..<8, with: good[which][0..<8]) }
            }
            let file = folder.url.appendingPathComponent("\(index)")
            try Data(bytes).write(to: file)
            let start = ContinuousClock.now
            do {
                outcomes["read", default: 0] += try CommandReader.load(file.path).tensors.isEmpty ? 0 : 1
            } catch let error as Diagnostic {
                #expect(error.id == "weights-file", "\(index): \(error.message)")
                let broke = error.message.contains("broke down") || error.message.contains("does not come to an end")
                outcomes[broke ? "broke down" : "refused", default: 0] += 1
            }
            #expect(ContinuousClock.now - start < .seconds(60), "\(index) takes too long")
        }
        if count > 60 { print("of \(count) damaged files: \(outcomes)") }
        #expect(outcomes["refused", default: 0] > count / 4)
    }
}

/// What the parent makes of a child that is not what it should be.
struct WeightsReaderTests {
    private func message(_ script: String, silence: Duration = .seconds(20)) throws -> String {
        let folder = try TemporaryFolder()
        let program = try folder.write("#!/bin/sh\n\(script)\n", to: "reader")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let reader = WeightsReader(program: program, silence: silence)
        while true {
            do {
                _ = try reader.read(Fixtures.url("weights/keras/keras3.h5").path)
                Issue.record("accepted")
                return ""
            } catch {
                // Another test started a program while this one was being written.
                if !error.message.contains("Text file busy") { return error.message }
            }
        }
    }

    @Test func brokenReaders() throws {
        #expect(try message("exit 0").contains("did not answer"))
        #expect(try message("echo assay-weights/1; printf 'x'").contains("its header's length alone takes 8"))
        #expect(try message("echo some other program").contains("did not answer"))
        #expect(try message("echo 'it is \u{1b}[31m' bad >&2; exit 65").contains("it is \\u{1B}[31m bad"))
        #expect(try message("exit 3").contains("the code 3"))
        #expect(try message("kill -SEGV $$").contains("broke down over it (signal 11)"))
        #expect(try message("kill -XCPU $$").contains("takes too long"))
        #expect(try message("exec cat /dev/zero").contains("more values than its size allows"))
        #expect(try message("cat /dev/zero >&2 & sleep 0.1; kill $!; exit 3").contains("the code 3"))
        #expect(try message("exec sleep 100", silence: .milliseconds(300)).contains("does not come to an end"))
        // It leaves its output open to another process, and ends.
        #expect(try message("sleep 100 & exit 0", silence: .milliseconds(300)).contains("does not come to an end"))
    }

    @Test func noReader() {
        #expect(throws: Diagnostic.self) {
            try WeightsReader(program: "/nowhere/assay").read(Fixtures.url("weights/keras/keras3.h5").path)
        }
    }
}
