import Diagnostics
import Imaging
import Plan
import Synchronization

/// Brings one sample's pixels: from memory, from the store on the disk, from its file (decoded, then resized), or drawn.
final class SampleReader: Sendable {
    private let plan: DatasetPlan
    private let cache: PixelCache
    private let shelf: PixelShelf?
    /// What each file held as the run began. Pixels on the disk are found by it, without the file.
    private let ledger: FileLedger
    private let scaled = Mutex<Set<String>>([])

    init(plan: DatasetPlan, cache: PixelCache, store: PixelStore? = nil, ledger: FileLedger = FileLedger()) {
        self.plan = plan
        self.cache = cache
        self.ledger = ledger
        // Who wants nothing kept wants it nowhere.
        shelf = plan.cacheBytes > 0 ? store?.shelf(plan) : nil
    }

    /// The pixels of a sample: 8-bit, of the plan's size, in the plan's channels; grey images in colour have one channel of
    /// three.
    func pixels(_ sample: DatasetIndex.Sample) throws(Diagnostic) -> PixelImage {
        var source: SyntheticRadiographs?
        if case .synthetic(let phantoms) = plan.source { source = phantoms }
        let key = PixelCache.Key(
            origin: sample.origin, phantoms: source, size: plan.imageSize, mode: plan.colorMode, interpolation: plan.interpolation
        )
        if let image = cache.image(key) { return image }
        let image: PixelImage
        switch sample.origin {
        case .file(let path):
            let (pixels, isStored) = try read(path, named: sample.path)
            if isStored { return pixels }
            image = pixels
        case .phantom(let number):
            image = Phantom(number: number, of: source ?? SyntheticRadiographs()).image(
                height: plan.imageSize.height, width: plan.imageSize.width, channels: 1)
        }
        if plan.cacheBytes > 0 { cache.keep(image, for: key) }
        return image
    }

    /// The pixels of a file, and whether the store has them.
    private func read(_ path: String, named name: String) throws(Diagnostic) -> (image: PixelImage, isStored: Bool) {
        if let entry = ledger[path], let image = kept(entry.key, name) { return (image, true) }
        let (bytes, state) = try content(path)
        let key = try ledger.key(path, state, bytes)
        if let image = kept(key, name) { return (image, true) }
        let decoded = try decode(bytes, path, named: name)
        let remarks: UInt8 = decoded.remarks.contains(.scaledFrom16Bit) ? 1 : 0
        return (decoded.image, shelf?.keep(decoded.image, remarks: remarks, for: key) ?? false)
    }

    /// What is wrong with a sample whose pixels could not be brought.
    func skipped(_ sample: DatasetIndex.Sample, _ error: Diagnostic) -> SkippedImage {
        var isKnown = false
        if case .file(let path) = sample.origin { isKnown = ledger[path] != nil }
        return SkippedImage(path: sample.path, reason: error.message, isLost: isKnown && error.id != "undecodable-image")
    }

    private func content(_ path: String) throws(Diagnostic) -> (bytes: [UInt8], state: FileState) {
        do throws(Diagnostic) { return try FileBytes.read(path) } catch {
            guard ledger[path] != nil else { throw error }
            var failure = error
            if failure.id == "undecodable-image" { failure.id = "changed-image" }
            failure.message = "while the run was under way: " + error.message
            throw failure
        }
    }

    /// The pixels of a file's content from the store.
    private func kept(_ key: FileKey, _ name: String) -> PixelImage? {
        guard let (image, remarks) = shelf?.image(key) else { return nil }
        if remarks & 1 != 0 { _ = scaled.withLock { $0.insert(name) } }
        return image
    }

    private func decode(_ bytes: [UInt8], _ path: String, named name: String) throws(Diagnostic) -> DecodedImage {
        var decoded: DecodedImage
        do throws(ImageError) { decoded = try ImageDecoder.decode(bytes, colorMode: plan.colorMode, keepsGrey: true) } catch {
            throw Diagnostic("undecodable-image", .error, "'\(path)' \(error.message)", help: [error.remedy])
        }
        if decoded.remarks.contains(.scaledFrom16Bit) { _ = scaled.withLock { $0.insert(name) } }
        // What costs more, looking at all pixels for colours or resizing three channels, depends on the filter.
        if plan.interpolation == .bilinear { decoded.image = decoded.image.withoutEqualChannels }
        decoded.image =
            Resampler.resize(
                decoded.image, height: plan.imageSize.height, width: plan.imageSize.width, interpolation: plan.interpolation
            ).withoutEqualChannels
        return decoded
    }

    /// What was seen in the files decoded so far.
    var remarks: [Diagnostic] {
        let names = scaled.withLock { $0.sorted { $0.precedesByCodePoints($1) } }
        guard !names.isEmpty else { return [] }
        return [
            Diagnostic(
                "sixteen-bit-image", .lint, "16-bit grey in data set '\(plan.name)' scaled to 8 bits (v / 257): \(listed(names))",
                help: ["Keras, through Pillow, would clip such values to white"])
        ]
    }
}
