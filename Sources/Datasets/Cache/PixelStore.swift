import Foundation
import Imaging
import Plan
import Synchronization

/// Decoded and resized 8-bit pixels on the disk, shared by all runs of a person, one after the other or at once: what one has
/// decoded, no other need decode.
///
/// Pixels are found by the content of the image's file (SHA-256) and by what they were decoded to and by which libraries, never
/// by names and times. Each process writes files of its own (``PixelSegment``), so that processes never wait for each other; the
/// folder may be deleted at any time. What a full or damaged disk takes away is decoded again.
public final class PixelStore: Sendable {
    /// Changes whenever this program's own code gives other pixels for the same file.
    private static let version = 1
    /// The most files to have: each is held open by those who read it.
    static let maximumFiles = 256
    /// What is left free on the disk, in bytes.
    private static let reserve = 1 << 30

    /// Where the files lie.
    public let folder: String
    /// The most bytes that the files may have together; the ones used least recently go first.
    public let limit: Int
    private let shelves = Mutex<[PixelShelf.Recipe: PixelShelf]>([:])

    /// Prepares a store; the folder is made once there is something to keep.
    public init(folder: String, limit: Int) {
        self.folder = folder
        self.limit = max(limit, 0)
    }

    /// The folder that the XDG base directory specification gives a person's cache: `$XDG_CACHE_HOME/assay`, else
    /// `~/.cache/assay`.
    ///
    /// - Returns: nil where there is neither, or only a relative path, which the specification says to ignore.
    public static func standardFolder(_ environment: [String: String]) -> String? {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/assay" }
        if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/assay" }
        return nil
    }

    /// The bytes that its files take on the disk now.
    public var occupied: Int { files().reduce(0) { $0 + $1.bytes } }

    /// Bytes of pixels that a file takes before the next one begins.
    var segmentBytes: Int { min(limit / 16, 1 << 26) }

    /// The images that were made as a plan wants them.
    func shelf(_ plan: DatasetPlan) -> PixelShelf {
        let recipe = PixelShelf.Recipe(
            height: plan.imageSize.height, width: plan.imageSize.width,
            settings:
                "\(plan.colorMode.rawValue) \(plan.interpolation.rawValue), version \(Self.version), \(ImageDecoder.libraries)")
        return shelves.withLock { shelves in
            if let shelf = shelves[recipe] { return shelf }
            let shelf = PixelShelf(recipe, in: self)
            shelves[recipe] = shelf
            return shelf
        }
    }

    /// The names of a recipe's segments that there are now.
    func segments(_ recipe: PixelShelf.Recipe) -> [String] {
        let name = recipe.name
        return files().suffix(Self.maximumFiles).map(\.name).filter { $0.hasPrefix(name) }
    }

    /// A segment of a recipe; nil where it is not one.
    func open(_ name: String, _ recipe: PixelShelf.Recipe) -> PixelSegment? {
        PixelSegment.open("\(folder)/\(name)", recipe: recipe.key)
    }

    /// A new segment, for which older ones may have to go; nil where there is no room.
    func makeSegment(_ recipe: PixelShelf.Recipe, imageBytes: Int) -> (name: String, segment: PixelSegment)? {
        guard imageBytes <= segmentBytes else { return nil }
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var files = files()[...]
        var total = files.reduce(0) { $0 + $1.bytes }
        while let oldest = files.first, total > limit - 2 * segmentBytes || files.count >= Self.maximumFiles {
            unlink("\(folder)/\(oldest.name)")
            total -= oldest.bytes
            files.removeFirst()
        }
        var disk = statvfs()
        guard statvfs(folder, &disk) == 0,
            Int(clamping: disk.f_bavail) >= (Self.reserve + segmentBytes) / max(Int(disk.f_frsize), 1)
        else { return nil }
        let capacity = min(max(segmentBytes / max(recipe.height * recipe.width, 1), 1), PixelSegment.maximumCapacity)
        let token = String(UInt64.random(in: .min ... .max), radix: 36)
        let name = recipe.name + token + PixelSegment.suffix
        return PixelSegment.create("\(folder)/\(name)", recipe: recipe.key, capacity: capacity).map { (name, $0) }
    }

    /// Its files, the one used longest ago first.
    private func files() -> [(name: String, bytes: Int)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var files: [(name: String, bytes: Int, changed: timespec)] = []
        for name in names where name.hasSuffix(PixelSegment.suffix) {
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            files.append((name, Int(status.st_blocks) * 512, status.st_mtim))
        }
        files.sort { ($0.changed.tv_sec, $0.changed.tv_nsec) < ($1.changed.tv_sec, $1.changed.tv_nsec) }
        return files.map { ($0.name, $0.bytes) }
    }
}
