import CKernels
import Network

extension assay_convolution {
    /// The shape of a layer of 3x3 windows and unit stride, with what is fused to it.
    init(_ layer: Conv2D, _ site: Site, _ stage: Stage, count: Int) {
        self.init()
        let (input, output) = (site.node.input.extents, site.node.output.extents)
        func padding(_ axis: Int) -> Int32 {
            let window = layer.kernelSize[axis]
            return Int32(Window.padding(input[axis], window: window, stride: 1, padding: layer.padding).before)
        }
        samples = Int32(clamping: count)
        (in_height, in_width, in_channels) = (Int32(input[0]), Int32(input[1]), Int32(input[2]))
        (out_height, out_width, out_channels) = (Int32(output[0]), Int32(output[1]), Int32(output[2]))
        (pad_top, pad_left) = (padding(0), padding(1))
        tile = Int32(stage.tile)
        rectifies = stage.rectifies ? 1 : 0
        pools = stage.pools ? 1 : 0
    }
}
