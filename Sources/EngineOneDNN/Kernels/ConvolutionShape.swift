import CKernels
import Network

extension assay_convolution {
    /// The shape of a convolution, with what is fused to it.
    init(_ convolution: Convolution, _ stage: Stage, count: Int) {
        self.init()
        let (input, output) = (convolution.source, convolution.destination)
        samples = Int32(clamping: count)
        (in_height, in_width, in_channels) = (Int32(input[0]), Int32(input[1]), Int32(input[2]))
        (out_height, out_width, out_channels) = (Int32(output[0]), Int32(output[1]), Int32(output[2]))
        (pad_top, pad_left) = (Int32(convolution.before[0]), Int32(convolution.before[1]))
        tile = Int32(stage.tile)
        rectifies = stage.rectifies ? 1 : 0
        pools = stage.pools ? 1 : 0
        (kernel_height, kernel_width) = (Int32(convolution.kernelSize[0]), Int32(convolution.kernelSize[1]))
        (stride_height, stride_width) = (Int32(convolution.strides[0]), Int32(convolution.strides[1]))
    }
}
