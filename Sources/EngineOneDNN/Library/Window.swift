import CDNNL
import Network

extension cdnnl_window {
    /// A window over an image of height, width and channels. What `valid` leaves over at the end is a negative padding.
    init(_ input: [Int], kernel: [Int], strides: [Int], output: [Int], padding: Conv2D.Padding) {
        self.init()
        var before = [0, 0]
        var after = [0, 0]
        for axis in 0..<2 {
            before[axis] = Window.padding(input[axis], window: kernel[axis], stride: strides[axis], padding: padding).before
            let reach = (output[axis] - 1) * strides[axis] + kernel[axis]
            after[axis] = reach - input[axis] - before[axis]
        }
        self.kernel = (dnnl_dim_t(kernel[0]), dnnl_dim_t(kernel[1]))
        self.strides = (dnnl_dim_t(strides[0]), dnnl_dim_t(strides[1]))
        self.before = (dnnl_dim_t(before[0]), dnnl_dim_t(before[1]))
        self.after = (dnnl_dim_t(after[0]), dnnl_dim_t(after[1]))
    }
}
