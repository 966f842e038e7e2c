import Foundation

/// Outputs of a frozen prefix by sample, as long as they are those of its parameters: in memory within a budget of bytes, then on a
/// disk.
///
/// What comes when both are used up is not kept: data comes round and round, so whatever is thrown away would be the next to be
/// asked for.
final class FeatureStore {
    /// A quarter of the machine's memory, at most 1 GiB.
    static let budget = min(1 << 30, Int(clamping: ProcessInfo.processInfo.physicalMemory / 4))

    /// How the outputs of one batch lie.
    let layout: Layout
    /// The versions of the parameters that they were made with.
    let versions: [Int]
    private let capacity: Int
    private let size: Int
    private var features: [Int: [Float]] = [:]
    private let disk: DiskBudget?
    /// Made when memory is full.
    private lazy var file = disk.flatMap { FeatureFile($0, size: size) }
    private var places: [Int: Int] = [:]

    /// - Parameters:
    ///   - versions: The versions of the prefix's parameters.
    ///   - budget: Bytes of memory.
    ///   - disk: What is kept beyond them; nil for nothing.
    init(layout: Layout, versions: [Int], budget: Int, disk: DiskBudget? = nil) {
        self.layout = layout
        self.versions = versions
        self.disk = disk
        size = layout.byteCount / 4 / max(layout.extents[0], 1)
        capacity = budget / max(4 * size, 1)
    }

    /// The outputs for a sample; nil where they are not kept.
    subscript(identity: Int) -> [Float]? { features[identity] ?? places[identity].flatMap { file?[$0] } }

    /// Keeps the outputs for a sample, where there is room.
    func insert(_ values: [Float], for identity: Int) {
        guard features[identity] == nil, places[identity] == nil else { return }
        if features.count < capacity {
            features[identity] = values
        } else {
            places[identity] = file?.append(values)
        }
    }
}
