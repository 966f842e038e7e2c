import CDNNL
import Engine

extension PrimitiveDescriptor {
    /// A copy into another layout.
    static func reorder(
        _ source: Layout, _ destination: Layout, device: Device, layer: String, of what: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        try PrimitiveDescriptor("reorder of \(what)", layer: layer) { result in
            Layout.with(source, destination) { cdnnl_reorder(result, device.engine, $0[0], $0[1]) }
        }
    }

    /// An element-wise function.
    static func eltwise(
        _ function: dnnl_alg_kind_t, _ layout: Layout, device: Device, layer: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        try PrimitiveDescriptor("activation forward", layer: layer) { result in
            layout.with { cdnnl_eltwise_forward(result, device.engine, function, $0) }
        }
    }

    /// The gradient of an element-wise function from its result.
    static func eltwiseBackward(
        _ function: dnnl_alg_kind_t, _ layout: Layout, forward: PrimitiveDescriptor, device: Device, layer: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        try PrimitiveDescriptor("activation backward", layer: layer) { result in
            layout.with { cdnnl_eltwise_backward(result, device.engine, function, $0, forward.handle) }
        }
    }
}

extension Layout {
    /// The layout as C wants it.
    func with<Result>(_ body: (UnsafePointer<dnnl_memory_desc_t>) -> Result) -> Result { withUnsafePointer(to: raw, body) }

    /// Several layouts as C wants them, null for nil.
    static func with(
        _ layouts: Layout?..., body: ([UnsafePointer<dnnl_memory_desc_t>?]) -> dnnl_status_t
    ) -> dnnl_status_t { with(layouts, body: body) }

    /// Several layouts as C wants them, null for nil.
    static func with(
        _ layouts: [Layout?], body: ([UnsafePointer<dnnl_memory_desc_t>?]) -> dnnl_status_t
    ) -> dnnl_status_t {
        let raw = layouts.map { $0?.raw ?? dnnl_memory_desc_t() }
        return raw.withUnsafeBufferPointer { raw in
            body(layouts.indices.map { index in layouts[index] == nil ? nil : raw.baseAddress.map { $0 + index } })
        }
    }
}
