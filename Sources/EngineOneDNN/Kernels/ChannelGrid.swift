import Engine

/// Activations as rows of neighbouring channels: the common shape of `nhwc`, `nChw8c`, `nChw16c` and `nc`, for our own kernels.
struct ChannelGrid {
    /// Up to 16 neighbouring channels.
    struct Group {
        /// Where they begin within a sample.
        var offset: Int
        /// The first of them.
        var channel: Int
        /// How many values of a place lie side by side, padding included.
        var width: Int
    }

    let samples: Int
    let channels: Int
    /// The number of places in one sample.
    let positions: Int
    /// The distance of a place from the next, in values.
    let rowStride: Int
    /// The distance of a sample from the next.
    let sampleStride: Int
    let groups: [Group]

    /// The distance of a sample from the next where nothing lies between them.
    var packedStride: Int { paddedChannels * positions }

    /// The number of channels with those that fill the last block.
    let paddedChannels: Int

    /// - Throws: ``EngineError/unsupported(layer:reason:)`` where channels do not lie side by side.
    init(_ layout: Layout, layer: String) throws(EngineError) {
        let extents = layout.extents
        let blocks = layout.blocks
        let block = blocks.first?.extent ?? 0
        let isBlocked = blocks.count == 1 && blocks.first?.axis == 1 && (block == 8 || block == 16)
        let places = Array(extents.dropFirst(2))
        let row = isBlocked ? block : extents.count > 1 ? extents[1] : 0
        // Places must be dense: the last axis steps by one row, the one before by a row of rows.
        var expected = row
        var isDense = extents.count == 2 || extents.count == 4
        for axis in stride(from: extents.count - 1, to: 1, by: -1) where isDense {
            isDense = extents[axis] == 1 || layout.stride(axis) == expected
            expected *= extents[axis]
        }
        guard isDense, isBlocked || (blocks.isEmpty && (layout.stride(1) == 1 || extents[1] == 1)) else {
            throw .unsupported(layer: layer, reason: "its input lies as \(layout.name)")
        }
        samples = extents[0]
        channels = extents[1]
        positions = places.reduce(1, *)
        rowStride = row
        sampleStride = layout.byteCount / 4 / max(extents[0], 1)
        let width = isBlocked ? block : 16
        let distance = isBlocked ? layout.stride(1) : 16
        let channels = channels
        paddedChannels = isBlocked ? (channels + block - 1) / block * block : channels
        groups = stride(from: 0, to: channels, by: width).map {
            Group(offset: $0 / width * distance, channel: $0, width: isBlocked ? width : min(width, channels - $0))
        }
    }
}
