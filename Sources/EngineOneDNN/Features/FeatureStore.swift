import Foundation

/// Outputs of a frozen prefix by sample, as long as they are those of its parameters, within a budget of bytes.
///
/// What comes when the budget is used up is not kept: data comes round and round, so whatever is thrown away would be the next to
/// be asked for.
final class FeatureStore {
    /// A quarter of the machine's memory, at most 1 GiB.
    static let budget = min(1 << 30, Int(clamping: ProcessInfo.processInfo.physicalMemory / 4))

    /// How the outputs of one batch lie.
    let layout: Layout
    /// The versions of the parameters that they were made with.
    let versions: [Int]
    private let capacity: Int
    private var features: [Int: [Float]] = [:]

    /// - Parameters:
    ///   - versions: The versions of the prefix's parameters.
    ///   - budget: Bytes.
    init(layout: Layout, versions: [Int], budget: Int) {
        self.layout = layout
        self.versions = versions
        capacity = budget / max(layout.byteCount / max(layout.extents[0], 1), 1)
    }

    /// The outputs for a sample; nil where they are not kept.
    subscript(identity: Int) -> [Float]? { features[identity] }

    /// Keeps the outputs for a sample, where there is room.
    func insert(_ values: [Float], for identity: Int) {
        if features.count < capacity { features[identity] = values }
    }
}
