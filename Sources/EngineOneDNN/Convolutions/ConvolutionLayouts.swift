import CDNNL
import Engine
import Network

// A convolution in oneDNN's axes.

extension Convolution {
    /// Of what is read: (samples, channels, height, width).
    func sourceExtents(_ count: Int) -> [Int] { [count, source[2], source[0], source[1]] }

    /// Of the result.
    func destinationExtents(_ count: Int) -> [Int] { [count, destination[2], destination[0], destination[1]] }

    /// Of the kernel: (filters, channels, height, width), with the groups before them where there are several.
    var weightExtents: [Int] {
        (groups > 1 ? [groups] : []) + [filters / groups, groupChannels] + kernelSize
    }

    /// Its window, with what `valid` leaves over at the end as a negative padding.
    var window: cdnnl_window {
        func pair(_ values: [Int]) -> (dnnl_dim_t, dnnl_dim_t) { (dnnl_dim_t(values[0]), dnnl_dim_t(values[1])) }
        return cdnnl_window(
            kernel: pair(kernelSize), strides: pair(strides), before: pair(before), after: pair(after),
            dilations: pair(dilationRate.map { $0 - 1 }))
    }
}

extension Layout {
    /// The weights of a convolution as Keras keeps them.
    static func kernel(_ convolution: Convolution) throws(EngineError) -> Layout {
        try Layout(convolution.weightExtents, convolution.groups > 1 ? dnnl_hwigo : dnnl_hwio)
    }
}
