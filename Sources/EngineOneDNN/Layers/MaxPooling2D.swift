import CDNNL
import Engine
import Network

extension MaxPooling2D: OneDNNLayer {
    func append(
        to builder: ProgramBuilder, at site: Site, _ stage: Stage, _ input: ProgramTensor
    ) throws(EngineError) -> ProgramTensor {
        let (extents, shape) = (site.node.input.extents, site.node.output.extents)
        guard extents.count == 3, shape.count == 3 else {
            throw .unsupported(layer: site.name, reason: "its input is no image")
        }
        let window = cdnnl_window(extents, kernel: poolSize, strides: strides, output: shape, padding: padding)
        func make(_ source: Layout, _ destination: Layout) throws(EngineError) -> PrimitiveDescriptor {
            var window = window
            return try builder.parallel.alone { () throws(EngineError) in
                try PrimitiveDescriptor("pooling forward", layer: site.name) { result in
                    Layout.with(source, destination) { layouts in
                        cdnnl_pooling_forward(
                            result, builder.device.engine, site.isDifferentiated ? 1 : 0, layouts[0], layouts[1], &window)
                    }
                }
            }
        }
        let whole = try make(input.layout, try .any([builder.count, shape[2], shape[0], shape[1]]))
        var output = builder.tensor(whole.layout(dnnl_query_dst_md))
        let forward = try make(input.layout.samples(1), output.layout.samples(1))
        let workspace = site.isDifferentiated ? builder.tensor(whole.layout(dnnl_query_workspace_md)) : nil
        try builder.appendSamples(forward, layer: site.name, shows: (input, output)) { (sample) throws(EngineError) in
            var arguments = [(DNNL_ARG_SRC, try input.samples(sample)), (DNNL_ARG_DST, try output.samples(sample))]
            if let workspace { arguments.append((DNNL_ARG_WORKSPACE, try workspace.samples(sample))) }
            return arguments
        }

        // A rectified input is masked here, where the gradient is smaller; or one layer further up, on the same grounds.
        if let below = input.rectifier, site.isDifferentiated {
            below.isTaken = true
            output.rectifier = Rectifier()
        }
        if site.isDifferentiated {
            builder.onBackward(keepsGradient: true) { (gradient) throws(EngineError) in
                guard site.propagates, let workspace else { return nil }
                let isMasked = output.rectifier?.isTaken ?? true
                let gradient = isMasked ? gradient : try builder.maskGradient(gradient, by: output, layer: site.name)
                let (bySource, byDestination) = (try input.layout.samples(1), try gradient.layout.samples(1))
                var window = window
                let backward = try builder.parallel.alone { () throws(EngineError) in
                    try PrimitiveDescriptor("pooling backward", layer: site.name) { result in
                        Layout.with(bySource, byDestination) { layouts in
                            cdnnl_pooling_backward(
                                result, builder.device.engine, layouts[0], layouts[1], &window, forward.handle)
                        }
                    }
                }
                let result = builder.tensor(input.layout)
                try builder.appendSamples(backward, layer: site.name, shows: (gradient, result)) { (sample) throws(EngineError) in
                    [
                        (DNNL_ARG_DIFF_DST, try gradient.samples(sample)), (DNNL_ARG_WORKSPACE, try workspace.samples(sample)),
                        (DNNL_ARG_DIFF_SRC, try result.samples(sample)),
                    ]
                }
                return result
            }
        }
        return output
    }
}
