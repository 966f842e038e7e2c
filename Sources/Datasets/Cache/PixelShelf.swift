import Imaging
import Synchronization

/// The images of the pixel store that were made by one recipe: what to decode to, and by what.
///
/// It knows what lay in the folder as it last looked, and what this process has added since. It looks again where an image is
/// missing: another process may have decoded it meanwhile. Where anything goes wrong with the disk it knows less; it never gives
/// other pixels than were kept.
final class PixelShelf: Sendable {
    /// What determines the pixels of a file beside its content.
    struct Recipe: Hashable, Sendable {
        var height: Int
        var width: Int
        /// The rest in words.
        var settings: String

        /// The name that the segments' names begin with.
        var name: String { "\(height)x\(width)-\(key.short)-" }
        /// All of it as one number.
        var key: FileKey { FileKey(hashing: Array("\(height)x\(width) \(settings)".utf8)) }
    }

    private struct Place: Sendable {
        var segment: PixelSegment
        var entry: PixelSegment.Entry
    }

    /// What is known of the folder.
    private struct View {
        /// The segments by name, and from which entry on each may hold something new: nil for those of this process.
        var segments: [String: (segment: PixelSegment, next: Int)?] = [:]
        /// When it is worth while to look again.
        var next = ContinuousClock.now
    }

    /// The segment that this process adds to.
    private struct Writer {
        var segment: PixelSegment
        var entries = 0
        var offset: UInt64
    }

    private let recipe: Recipe
    private let store: PixelStore
    private let places = Mutex<[FileKey: Place]>([:])
    private let view = Mutex(View())
    /// nil before the first addition.
    private let writer = Mutex<Writer?>(nil)
    private let hasFailed = Atomic(false)

    init(_ recipe: Recipe, in store: PixelStore) {
        self.recipe = recipe
        self.store = store
        look()
    }

    /// The pixels of a file, and the remarks on it, where they are kept.
    func image(_ key: FileKey) -> (image: PixelImage, remarks: UInt8)? {
        if let image = known(key) { return image }
        look()
        return known(key)
    }

    private func known(_ key: FileKey) -> (image: PixelImage, remarks: UInt8)? {
        guard let place = places.withLock({ $0[key] }) else { return nil }
        guard let pixels = place.segment.pixels(place.entry) else {
            // Damaged: it is decoded again, and may be kept again.
            places.withLock { $0[key] = nil }
            return nil
        }
        let channels = Int(place.entry.channels)
        return (PixelImage(height: recipe.height, width: recipe.width, channels: channels, pixels: pixels), place.entry.remarks)
    }

    /// Takes in what other processes have added since the last look.
    ///
    /// A look takes from tens of microseconds to much longer (many files, a folder on the network), so it takes its own measure: at
    /// most a tenth of the time goes into looking. Who comes while another thread looks does not wait.
    private func look() {
        view.withLockIfAvailable { view in
            let start = ContinuousClock.now
            guard start >= view.next else { return }
            for name in store.segments(recipe) where view.segments[name] == nil {
                guard view.segments.count < PixelStore.maximumFiles else { break }
                // What cannot be opened may be about to get its head: it is tried again.
                if let segment = store.open(name, recipe) { view.segments[name] = (segment, 0) }
            }
            for case (let name, (let segment, let first)?) in view.segments {
                let (entries, next) = segment.entries(from: first)
                view.segments[name] = (segment, next)
                add(entries, of: segment)
            }
            let end = ContinuousClock.now
            view.next = end.advanced(by: start.duration(to: end) * 9)
        }
    }

    private func add(_ entries: [PixelSegment.Entry], of segment: PixelSegment) {
        let area = recipe.height * recipe.width
        places.withLock { places in
            for entry in entries where entry.channels == 1 || entry.channels == 3 {
                guard Int(entry.count) == area * Int(entry.channels), places[entry.key] == nil else { continue }
                places[entry.key] = Place(segment: segment, entry: entry)
            }
        }
    }

    /// Keeps the pixels of a file, if there is room.
    ///
    /// - Returns: Whether they are kept: whether ``image(_:)`` will bring them.
    func keep(_ image: PixelImage, remarks: UInt8, for key: FileKey) -> Bool {
        writer.withLock { writer in
            if places.withLock({ $0[key] }) != nil { return true }
            guard !hasFailed.load(ordering: .relaxed) else { return false }
            guard let (segment, entry) = append(image, remarks, key, &writer) else {
                // A disk that is full, or a folder that is no longer there: the rest of the run does without.
                hasFailed.store(true, ordering: .relaxed)
                return false
            }
            places.withLock { $0[key] = Place(segment: segment, entry: entry) }
            return true
        }
    }

    private func append(
        _ image: PixelImage, _ remarks: UInt8, _ key: FileKey, _ writer: inout Writer?
    ) -> (PixelSegment, PixelSegment.Entry)? {
        if let full = writer,
            full.entries == full.segment.capacity
                || full.offset + UInt64(image.pixels.count) > full.segment.firstOffset + UInt64(store.segmentBytes)
        {
            writer = nil
        }
        if writer == nil, let (name, segment) = store.makeSegment(recipe, imageBytes: image.pixels.count) {
            view.withLock { _ = $0.segments.updateValue(nil, forKey: name) }
            writer = Writer(segment: segment, offset: segment.firstOffset)
        }
        guard var current = writer,
            let entry = current.segment.append(image, remarks: remarks, for: key, number: current.entries, at: current.offset)
        else { return nil }
        current.entries += 1
        current.offset += UInt64(image.pixels.count)
        writer = current
        return (current.segment, entry)
    }
}
