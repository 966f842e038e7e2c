import CDNNL
import Engine
import Network

extension MaxPooling2D: OneDNNLayer {
    func append(to builder: ProgramBuilder, at site: Site, _ input: ProgramTensor) throws(EngineError) -> ProgramTensor {
        let (extents, shape) = (site.node.input.extents, site.node.output.extents)
        guard extents.count == 3, shape.count == 3 else {
            throw .unsupported(layer: site.name, reason: "its input is no image")
        }
        var window = cdnnl_window(extents, kernel: poolSize, strides: strides, output: shape, padding: padding)
        let wanted = try Layout.any([builder.count, shape[2], shape[0], shape[1]])
        let forward = try PrimitiveDescriptor("pooling forward", layer: site.name) { result in
            Layout.with(input.layout, wanted) { layouts in
                cdnnl_pooling_forward(
                    result, builder.device.engine, site.isDifferentiated ? 1 : 0, layouts[0], layouts[1], &window)
            }
        }
        var output = builder.tensor(forward.layout(dnnl_query_dst_md))
        let workspace = site.isDifferentiated ? builder.tensor(forward.layout(dnnl_query_workspace_md)) : nil
        var arguments = [(DNNL_ARG_SRC, input), (DNNL_ARG_DST, output)]
        if let workspace { arguments.append((DNNL_ARG_WORKSPACE, workspace)) }
        builder.append(forward, layer: site.name, arguments, shows: (input.layout, output.layout))

        // A rectified input is masked here, where the gradient is smaller; or one layer further up, on the same grounds.
        if let below = input.rectifier, site.isDifferentiated {
            below.isTaken = true
            output.rectifier = Rectifier()
        }
        if site.isDifferentiated {
            builder.onBackward { (gradient) throws(EngineError) in
                guard site.propagates, let workspace else { return nil }
                if let rectifier = output.rectifier, !rectifier.isTaken {
                    try builder.maskGradient(gradient, by: output, layer: site.name)
                }
                let backward = try PrimitiveDescriptor("pooling backward", layer: site.name) { result in
                    Layout.with(input.layout, gradient.layout) { layouts in
                        cdnnl_pooling_backward(result, builder.device.engine, layouts[0], layouts[1], &window, forward.handle)
                    }
                }
                let result = builder.tensor(input.layout)
                builder.append(
                    backward, layer: site.name,
                    [(DNNL_ARG_DIFF_DST, gradient), (DNNL_ARG_WORKSPACE, workspace), (DNNL_ARG_DIFF_SRC, result)],
                    shows: (gradient.layout, result.layout))
                return result
            }
        }
        return output
    }
}
