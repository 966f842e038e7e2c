import Diagnostics
import Imaging
import Plan
import Synchronization

/// Brings one sample's pixels: from the cache, from its file (decoded, then resized), or drawn.
final class SampleReader: Sendable {
    private let plan: DatasetPlan
    private let cache: PixelCache
    private let scaled = Mutex<Set<String>>([])

    init(plan: DatasetPlan, cache: PixelCache) {
        self.plan = plan
        self.cache = cache
    }

    /// The pixels of a sample: 8-bit, of the plan's size and channels.
    func pixels(_ sample: DatasetIndex.Sample) throws(Diagnostic) -> PixelImage {
        var source: SyntheticRadiographs?
        if case .synthetic(let phantoms) = plan.source { source = phantoms }
        let key = PixelCache.Key(
            origin: sample.origin, phantoms: source, size: plan.imageSize, mode: plan.colorMode, interpolation: plan.interpolation
        )
        if let image = cache.image(key) { return image }
        let image: PixelImage
        switch sample.origin {
        case .file(let path): image = try decode(path, named: sample.path)
        case .phantom(let number):
            image = Phantom(number: number, of: source ?? SyntheticRadiographs()).image(
                height: plan.imageSize.height, width: plan.imageSize.width, channels: plan.colorMode.channels)
        }
        if plan.cacheBytes > 0 { cache.keep(image, for: key) }
        return image
    }

    private func decode(_ path: String, named name: String) throws(Diagnostic) -> PixelImage {
        let bytes = try FileBytes.read(path)
        let decoded: DecodedImage
        do throws(ImageError) { decoded = try ImageDecoder.decode(bytes, colorMode: plan.colorMode) } catch {
            throw Diagnostic("undecodable-image", .error, "'\(path)' \(error.message)", help: [error.remedy])
        }
        if decoded.remarks.contains(.scaledFrom16Bit) { _ = scaled.withLock { $0.insert(name) } }
        return Resampler.resize(
            decoded.image, height: plan.imageSize.height, width: plan.imageSize.width, interpolation: plan.interpolation)
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
