import Datasets
import Diagnostics
import Foundation
import Imaging
import Network
import Plan
import Randomness

// Milliseconds of processor time an image, for each stage of the input pipeline, as one line of JSON a folder.
// Arguments: folders with a folder of images a class. See Benchmarks/README.md.

let size = DatasetPlan.ImageSize(height: 150, width: 150)
let batchSize = 16

/// The stack of Experiments/chest-xray-transfer.yaml.
let damaged: [any AugmentationKind] = [
    ImageDataGenerator(
        rotationRange: 30, brightnessRange: [0.5, 1.5], shearRange: 0.2, zoomRange: [0.8, 1.2], channelShiftRange: 0.9,
        horizontalFlip: true, rescale: 1.0 / 255)
]
/// The same in the layers of Keras 3.
let layers: [any AugmentationKind] = [
    RandomFlip(mode: .horizontal), RandomRotation(degrees: 30), RandomZoom(range: 0.2), RandomBrightness(factor: 0.5),
    Rescale(scale: 1.0 / 255),
]
let clean: [any AugmentationKind] = [Rescale(scale: 1.0 / 255)]

func stack(_ kinds: [any AugmentationKind]) -> [Augmentation] { kinds.compactMap { Augmentation($0) } }

/// Processor time of the whole process, in milliseconds.
func processorTime() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return Double(now.tv_sec) * 1e3 + Double(now.tv_nsec) * 1e-6
}

/// The least processor time of some rounds, an image.
func measure(_ images: Int, rounds: Int = 5, _ body: () throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for _ in 0..<rounds {
        let start = processorTime()
        try body()
        least = min(least, processorTime() - start)
    }
    return least / Double(images)
}

func augment(_ kinds: [any AugmentationKind], _ images: [PixelImage]) -> Double {
    let augmenter = Augmenter(stack: stack(kinds), semantics: Semantics(.keras224))
    let canvas = Canvas()
    let count = size.height * size.width * 3
    // As in a feed: the memory of four batches in turn.
    var output = [Float](repeating: 0, count: 4 * batchSize * count)
    return measure(images.count) {
        output.withUnsafeMutableBufferPointer { output in
            for (number, image) in images.enumerated() {
                var draws = StatelessDraws(key: RandomKey(seed: 1).with(number))
                let start = number % (4 * batchSize) * count
                augmenter.apply(
                    image, draws: &draws, on: canvas, into: UnsafeMutableBufferPointer(rebasing: output[start..<start + count]))
            }
        }
    }
}

/// One pass over a folder, from files to batches.
func pass(
    _ plan: DatasetPlan, _ index: DatasetIndex, _ cache: PixelCache?, _ store: PixelStore?, _ ledger: FileLedger = FileLedger()
) throws {
    let data = try Dataset(
        plan: plan, semantics: Semantics(.keras224), index: index, cache: cache, store: store, ledger: ledger)
    let feed = data.feed(data.schedule(.training, stream: "benchmark"), epochs: 0..<1)
    while try feed.next() != nil {}
}

func report(_ folder: String) throws -> String {
    var plan = DatasetPlan(
        name: "images", source: .folder(path: folder), imageSize: size, batchSize: batchSize, augmentation: stack(clean))
    let index = try DatasetIndex.scan(plan, semantics: Semantics(.keras3))
    let paths = index.samples.compactMap { if case .file(let path) = $0.origin { path } else { nil } }
    let count = paths.count
    let files = paths.map { [UInt8]((try? Data(contentsOf: URL(fileURLWithPath: $0))) ?? Data()) }
    let rounds = count < 1000 ? 5 : 2

    var stages: [(String, Double)] = []
    let decoded = try files.prefix(64).map { try ImageDecoder.decode($0, colorMode: .rgb, keepsGrey: true).image }
    stages.append(
        (
            "decode",
            try measure(count, rounds: rounds) {
                for bytes in files { _ = try ImageDecoder.decode(bytes, colorMode: .rgb, keepsGrey: true) }
            }
        ))
    func resized(_ interpolation: DatasetPlan.Interpolation) -> [PixelImage] {
        decoded.map {
            let image = interpolation == .bilinear ? $0.withoutEqualChannels : $0
            return Resampler.resize(image, height: size.height, width: size.width, interpolation: interpolation)
                .withoutEqualChannels
        }
    }
    stages.append(("resize_nearest", measure(decoded.count) { _ = resized(.nearest) }))
    stages.append(("resize_bilinear", measure(decoded.count) { _ = resized(.bilinear) }))
    let images = resized(.nearest)
    stages.append(("clean_stack", augment(clean, images)))
    stages.append(("damaged_stack", augment(damaged, images)))
    stages.append(("layer_stack", augment(layers, images)))

    let place = FileManager.default.temporaryDirectory.appendingPathComponent("pipeline-benchmark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let store = { PixelStore(folder: place.path, limit: 4 << 30) }
    stages.append(("pass_uncached", try measure(count, rounds: 1) { try pass(plan, index, nil, nil) }))
    stages.append(("pass_filling_store", try measure(count, rounds: 1) { try pass(plan, index, nil, store()) }))
    stages.append(("pass_from_store", try measure(count) { try pass(plan, index, nil, store()) }))
    // As the epochs of a run after the first.
    let (known, ledger) = (store(), FileLedger())
    try pass(plan, index, nil, known, ledger)
    stages.append(("pass_again_from_store_clean", try measure(count) { try pass(plan, index, nil, known, ledger) }))
    let cache = PixelCache(budget: 1 << 32)
    try pass(plan, index, cache, nil)
    stages.append(("pass_from_memory_clean", try measure(count) { try pass(plan, index, cache, nil) }))
    plan.augmentation = stack(damaged)
    stages.append(("pass_again_from_store_damaged", try measure(count) { try pass(plan, index, nil, known, ledger) }))
    stages.append(("pass_from_memory_damaged", try measure(count) { try pass(plan, index, cache, nil) }))
    let fields = stages.map { "\"\($0.0)\":" + String(format: "%.4f", $0.1) }
    return
        "{\"folder\":\"\((folder as NSString).lastPathComponent)\",\"images\":\(count),\"size\":[\(size.height),\(size.width)],"
        + "\"milliseconds_an_image\":{\(fields.joined(separator: ","))}}"
}

let folders = CommandLine.arguments.dropFirst()
if folders.isEmpty {
    FileHandle.standardError.write(Data("usage: pipeline-benchmark FOLDER...\n".utf8))
    exit(64)
}
for folder in folders {
    do { print(try report(URL(fileURLWithPath: folder).standardizedFileURL.path)) } catch let error as Diagnostic {
        FileHandle.standardError.write(Data("\(error.message)\n".utf8))
        exit(1)
    }
}
