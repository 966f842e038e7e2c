import CDNNL
import Engine
import Network

/// Where the values of an array lie in memory: oneDNN's memory descriptor, always of 32-bit floats but for workspaces.
///
/// Axes are oneDNN's: activations (sample, channel, height, width) or (sample, channel), weights (output, input, height, width).
struct Layout: Hashable {
    var raw: dnnl_memory_desc_t

    init(_ raw: dnnl_memory_desc_t) { self.raw = raw }

    /// Axes with extents in a named order.
    init(_ extents: [Int], _ tag: dnnl_format_tag_t) throws(EngineError) {
        var raw = dnnl_memory_desc_t()
        let status = extents.map { dnnl_dim_t($0) }.withUnsafeBufferPointer {
            dnnl_memory_desc_init_by_tag(&raw, Int32(extents.count), $0.baseAddress, dnnl_f32, tag)
        }
        try check(status, "layout of \(extents)")
        self.raw = raw
    }

    /// Any layout that a primitive likes.
    static func any(_ extents: [Int]) throws(EngineError) -> Layout { try Layout(extents, dnnl_format_tag_any) }

    /// Activations as Keras keeps them: channels last.
    static func keras(_ extents: [Int]) throws(EngineError) -> Layout {
        try Layout(extents, extents.count == 4 ? dnnl_nhwc : dnnl_ab)
    }

    /// Activations in blocks of 16 or 8 channels.
    static func blocked(_ extents: [Int], block: Int) throws(EngineError) -> Layout {
        try Layout(extents, block == 16 ? dnnl_nChw16c : dnnl_nChw8c)
    }

    /// Rows of values that fill whole blocks: with zeros where there are not as many.
    static func rows(_ samples: Int, _ width: Int, block: Int) throws(EngineError) -> Layout {
        width % block == 0
            ? try .keras([samples, width]) : Layout(cdnnl_rows(dnnl_dim_t(samples), dnnl_dim_t(width), dnnl_dim_t(block)))
    }

    /// Weights in panels of twice as many outputs as a block has channels: `[panel][inputs][2 * block]`, the inputs in the order
    /// in which their blocks lie.
    static func panels(_ extents: [Int], block: Int) -> Layout {
        extents.map { dnnl_dim_t($0) }.withUnsafeBufferPointer {
            Layout(cdnnl_panels($0.baseAddress, Int32(extents.count), dnnl_dim_t(block)))
        }
    }

    /// One axis.
    static func vector(_ count: Int) throws(EngineError) -> Layout { try Layout([count], dnnl_a) }

    /// The same layout with fewer samples: of the first ones, or, from another address, of any.
    func samples(_ count: Int) throws(EngineError) -> Layout {
        var extents = extents
        extents[0] = count
        var result = dnnl_memory_desc_t()
        let origin = [dnnl_dim_t](repeating: 0, count: extents.count)
        let wanted = extents.map { dnnl_dim_t($0) }
        let status = withUnsafePointer(to: raw) { dnnl_memory_desc_init_submemory(&result, $0, wanted, origin) }
        try check(status, "layout of \(extents)")
        return Layout(result)
    }

    /// The first channels of the same array, a whole number of blocks: its samples then lie farther apart than they are long.
    func channels(_ count: Int) throws(EngineError) -> Layout {
        var extents = extents
        extents[1] = count
        var result = dnnl_memory_desc_t()
        let origin = [dnnl_dim_t](repeating: 0, count: extents.count)
        let wanted = extents.map { dnnl_dim_t($0) }
        let status = withUnsafePointer(to: raw) { dnnl_memory_desc_init_submemory(&result, $0, wanted, origin) }
        try check(status, "layout of \(extents)")
        return Layout(result)
    }

    /// The same layout with its samples one after the other.
    var packed: Layout {
        guard blocks.count == 1, blocks[0].axis == 1, extents.count == 4, let block = blocks.first?.extent, block >= 8,
            let packed = try? Layout.blocked(extents, block: block)
        else { return self }
        return packed
    }

    /// Whether two layouts are one, but for the distance of samples.
    func matches(_ other: Layout) -> Bool { self == other || packed == other.packed }

    /// The same layout of another number of samples.
    func withSamples(_ count: Int) -> Layout {
        var result = self
        cdnnl_set_samples(&result.raw, dnnl_dim_t(count))
        return result
    }

    /// The extents, outermost first.
    var extents: [Int] { (0..<Int(raw.ndims)).map { axis in Int(withUnsafePointer(to: raw) { cdnnl_extent($0, Int32(axis)) }) } }

    /// The bytes that it takes, padding included.
    var byteCount: Int { withUnsafePointer(to: raw) { Int(dnnl_memory_desc_get_size($0)) } }

    /// The distance of neighbours along an axis, in values; for a cut axis, of its blocks.
    func stride(_ axis: Int) -> Int { withUnsafePointer(to: raw) { Int(cdnnl_stride($0, Int32(axis))) } }

    /// The inner blocks, outermost first: the axis that each cuts and its extent.
    var blocks: [(axis: Int, extent: Int)] {
        withUnsafePointer(to: raw) { raw in
            (0..<cdnnl_blocks(raw)).map { (Int(cdnnl_block_axis(raw, $0)), Int(cdnnl_block_extent(raw, $0))) }
        }
    }

    /// Whether it has places for more values than its axes have.
    var isFilledUp: Bool { byteCount > 4 * extents.reduce(1, *) }

    /// Its name as oneDNN writes it: axes as letters from the outermost inwards, cut ones in capitals, then blocks: `aBcd16b`.
    var name: String {
        guard raw.format_kind == dnnl_blocked else { return "none" }
        let letters = Array("abcdefghijkl")
        let cut = Set(blocks.map(\.axis))
        let order = extents.indices.sorted { (stride($0), extents[$0], $1) > (stride($1), extents[$1], $0) }
        let outer = order.map { cut.contains($0) ? letters[$0].uppercased() : String(letters[$0]) }
        return (outer + blocks.map { "\($0.extent)\(letters[$0.axis])" }).joined()
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(extents)
        hasher.combine(name)
    }

    static func == (a: Layout, b: Layout) -> Bool {
        withUnsafePointer(to: a.raw) { a in withUnsafePointer(to: b.raw) { dnnl_memory_desc_equal(a, $0) == 1 } }
    }
}
