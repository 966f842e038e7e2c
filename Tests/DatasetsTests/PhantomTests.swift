import Foundation
import Imaging
import Plan
import TestSupport
import Testing

@testable import Datasets

@Suite struct PhantomTests {
    private let size = DatasetPlan.ImageSize(height: 40, width: 48)

    private func picture(_ number: Int, _ source: SyntheticRadiographs) -> [UInt8] {
        Phantom(number: number, of: source).image(height: size.height, width: size.width, channels: 1).pixels
    }

    @Test func isAFunctionOfSeedNumberAndSize() {
        let source = SyntheticRadiographs(count: 8, seed: 3)
        #expect(picture(2, source) == picture(2, source))
        #expect(picture(2, source) != picture(3, source))
        #expect(picture(2, source) != picture(2, SyntheticRadiographs(count: 8, seed: 4)))
        for (height, width) in [(1, 1), (1, 90), (33, 7), (150, 150)] {
            let image = Phantom(number: 7, of: source).image(height: height, width: width, channels: 3)
            #expect(image.pixels.count == height * width * 3)
            #expect(stride(from: 0, to: image.pixels.count, by: 3).allSatisfy { image.pixels[$0] == image.pixels[$0 + 2] })
        }
    }

    /// The bytes of one phantom of each class by FNV-1a: they are the same on every machine, and figures published on phantoms stand on them.
    @Test func theBytesArePinned() {
        let source = SyntheticRadiographs(count: 2, seed: 5)
        let hashes = (0..<2).map { number in
            picture(number, source).reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
        #expect(hashes == [7_858_548_773_481_226_908, 6_928_739_555_122_244_151])
    }

    /// Opacities are all that the classes differ by: without severity, a phantom is the same in either class.
    @Test func severityIsTheWholeDifference() {
        for number in 0..<4 {
            let well = SyntheticRadiographs(count: 4, balance: 0, seed: 1)
            #expect(picture(number, well) == picture(number, SyntheticRadiographs(count: 4, balance: 1, seed: 1, severity: 0)))
            #expect(picture(number, well) != picture(number, SyntheticRadiographs(count: 4, balance: 1, seed: 1, severity: 0.5)))
        }
    }

    /// Brightness, contrast and roughness tell next to nothing: the best threshold on each stays near chance.
    @Test func noGlobalCueTellsTheClasses() {
        let source = SyntheticRadiographs(count: 400, seed: 2)
        let pictures = (0..<400).map { picture($0, source).map { Double($0) } }
        let means = pictures.map { $0.reduce(0, +) / Double($0.count) }
        let spreads = zip(pictures, means).map { picture, mean in picture.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
        for cue in [means, spreads] {
            let order = (0..<400).sorted { cue[$0] < cue[$1] }
            var (balance, best) = (0, 0)
            for number in order {
                balance += number < source.negatives ? 1 : -1
                best = max(best, abs(balance))
            }
            // `best` counts right minus wrong of a threshold, beyond the even split of 200 to 200.
            #expect(Double(200 + best) / 400 < 0.6)
        }
    }

    @Test func theWriterGivesAFolderDataSetOfTheSamePixels() throws {
        let parent = try TemporaryFolder()
        let path = parent.url.appendingPathComponent("phantoms").path
        let source = SyntheticRadiographs(count: 5, balance: 0.4, seed: 6)
        #expect(try PhantomWriter.write(source, size: size, to: path) == 5)
        let drawn = DatasetPlan(name: "d", source: .synthetic(radiographs: source), imageSize: size)
        let written = DatasetPlan(name: "d", source: .folder(path: path), imageSize: size)
        let (first, second) = (try DatasetIndex.scan(drawn), try DatasetIndex.scan(written))
        #expect(first.classes == second.classes)
        #expect(first.samples.map(\.path) == second.samples.map(\.path))
        let readers = [
            SampleReader(plan: drawn, cache: PixelCache(budget: 0)), SampleReader(plan: written, cache: PixelCache(budget: 0)),
        ]
        for (drawn, written) in zip(first.samples, second.samples) {
            #expect(try readers[0].pixels(drawn) == readers[1].pixels(written))
        }
        #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    }

    @Test func theWriterOverwritesNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "taken/note.txt")
        let source = SyntheticRadiographs(count: 4)
        for path in [folder.url.path + "/taken", "/proc/phantoms"] {
            do throws(DatasetFailure) {
                try PhantomWriter.write(source, size: size, to: path)
                Issue.record("written to \(path)")
            } catch {
                #expect(error.diagnostics.map(\.outcome) == [.cannotWrite])
            }
        }
        #expect(try String(contentsOfFile: folder.url.path + "/taken/note.txt", encoding: .utf8) == "mine")
    }
}
