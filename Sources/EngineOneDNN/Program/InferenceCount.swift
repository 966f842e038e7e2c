import Network

/// How many samples inference computes at once, whatever the batches are in which they come: what a sample gives is the same bytes
/// in a group of any size.
enum InferenceCount {
    /// Enough for all that is done once for a group, such as reading weights.
    private static let most = 32
    /// The most values of one layer's outputs: larger groups gain nothing, and leave the caches.
    private static let mostValues = 1 << 25

    /// Nil where bytes could depend on the group: oneDNN divides its products by the number of samples.
    static func of(_ setting: ProgramSetting) -> Int? {
        guard setting.kernels != nil else { return nil }
        let builder = ProgramBuilder(setting)
        let isGrouped = builder.stages.contains { stage in
            stage.kernel == .layer && setting.network.layers[stage.first].layer.value is Dense
        }
        if isGrouped { return nil }
        let largest = builder.stages.map { setting.network.layers[$0.last].output.count }.max() ?? 1
        return min(max(mostValues / max(largest, 1), 1), most)
    }
}
