/// Sixteen neighbouring floats. In a layout of blocks of 8 they are two neighbouring places of the same 8 channels.
typealias ChannelLanes = SIMD16<Float>

extension ChannelGrid {
    /// Calls `body` with the address of every 16 values of a group in a sample, and how many of them there are.
    @inline(__always)
    func rows(
        _ group: Group, _ sample: Int, _ values: UnsafeMutablePointer<Float>, _ body: (UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        let base = values + sample * sampleStride + group.offset
        if rowStride == 8, group.width == 8 {
            for row in 0..<positions / 2 { body(base + row * 16, 16) }
            if positions % 2 == 1 { body(base + (positions - 1) * 8, 8) }
        } else if group.width == 16 {
            for row in 0..<positions { body(base + row * rowStride, 16) }
        } else {
            for row in 0..<positions { body(base + row * rowStride, group.width) }
        }
    }

    /// The number of channels of a group, padding left out.
    func count(_ group: Group) -> Int { min(group.width, channels - group.channel) }

    /// One value a channel, spread to the lanes of a group; 0 in padding.
    func spread(_ values: (Int) -> Float, _ group: Group) -> ChannelLanes {
        var lanes = ChannelLanes()
        for lane in 0..<16 where lane % group.width < count(group) { lanes[lane] = values(group.channel + lane % group.width) }
        return lanes
    }

    /// The sum of a channel's lanes.
    func fold(_ lanes: ChannelLanes, _ group: Group, _ channel: Int) -> Double {
        let isPair = rowStride == 8 && group.width == 8
        return Double(lanes[channel]) + (isPair ? Double(lanes[channel + 8]) : 0)
    }
}

/// Sixteen floats from memory; those beyond `width` are taken from `rest`.
@inline(__always)
func loadLanes(_ base: UnsafeMutablePointer<Float>, _ width: Int, rest: ChannelLanes = ChannelLanes()) -> ChannelLanes {
    if width == 16 { return UnsafeRawPointer(base).loadUnaligned(as: ChannelLanes.self) }
    var lanes = rest
    for lane in 0..<width { lanes[lane] = base[lane] }
    return lanes
}

/// Writes the first `width` lanes.
@inline(__always)
func storeLanes(_ lanes: ChannelLanes, _ base: UnsafeMutablePointer<Float>, _ width: Int) {
    if width == 16 { return UnsafeMutableRawPointer(base).storeBytes(of: lanes, as: ChannelLanes.self) }
    for lane in 0..<width { base[lane] = lanes[lane] }
}
