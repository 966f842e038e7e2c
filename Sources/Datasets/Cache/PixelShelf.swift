import Imaging
import Synchronization

/// The images of the pixel store that were made by one recipe: what to decode to, and by what.
///
/// It knows what lay in the folder as it was opened, and what this process has added since. Where anything goes wrong with the disk it
/// knows less; it never gives other pixels than were kept.
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

    /// The segment that this process adds to.
    private struct Writer {
        var segment: PixelSegment
        var entries = 0
        var offset: UInt64
    }

    private let recipe: Recipe
    private let store: PixelStore
    private let places = Mutex<[FileKey: Place]>([:])
    /// nil before the first addition.
    private let writer = Mutex<Writer?>(nil)
    private let hasFailed = Atomic(false)

    init(_ recipe: Recipe, in store: PixelStore) {
        self.recipe = recipe
        self.store = store
        let area = recipe.height * recipe.width
        for (segment, entries) in store.segments(recipe) {
            places.withLock { places in
                for entry in entries where entry.channels == 1 || entry.channels == 3 {
                    guard Int(entry.count) == area * Int(entry.channels), places[entry.key] == nil else { continue }
                    places[entry.key] = Place(segment: segment, entry: entry)
                }
            }
        }
    }

    /// The pixels of a file, and the remarks on it, where they are kept.
    func image(_ key: FileKey) -> (image: PixelImage, remarks: UInt8)? {
        guard let place = places.withLock({ $0[key] }) else { return nil }
        guard let pixels = place.segment.pixels(place.entry) else {
            // Damaged: it is decoded again, and may be kept again.
            places.withLock { $0[key] = nil }
            return nil
        }
        let channels = Int(place.entry.channels)
        return (PixelImage(height: recipe.height, width: recipe.width, channels: channels, pixels: pixels), place.entry.remarks)
    }

    /// Keeps the pixels of a file, if there is room.
    func keep(_ image: PixelImage, remarks: UInt8, for key: FileKey) {
        guard !hasFailed.load(ordering: .relaxed), places.withLock({ $0[key] }) == nil else { return }
        writer.withLock { writer in
            guard let (segment, entry) = append(image, remarks, key, &writer) else {
                // A disk that is full, or a folder that is no longer there: the rest of the run does without.
                hasFailed.store(true, ordering: .relaxed)
                return
            }
            places.withLock { $0[key] = Place(segment: segment, entry: entry) }
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
        if writer == nil {
            writer = store.makeSegment(recipe, imageBytes: image.pixels.count).map { Writer(segment: $0, offset: $0.firstOffset) }
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
