import CPixels
import Network
import Plan
import Randomness

/// `keras.applications.imagenet_utils.preprocess_input` of an array, in single precision, operation by operation as there.
extension PreprocessInput: ImageOperation {
    /// ImageNet's means and deviations: blue, green, red of 0 to 255; red, green, blue of 0 to 1.
    private static let means: (caffe: [Float], torch: [Float]) = ([103.939, 116.779, 123.68], [0.485, 0.456, 0.406])
    private static let deviations: [Float] = [0.229, 0.224, 0.225]

    func apply(to canvas: Canvas, draws: inout some DrawSource, semantics: Semantics) {
        switch mode {
        case .tf:
            let values = canvas.values
            cpixels_divide(values.baseAddress, values.count, 127.5)
            cpixels_subtract(values.baseAddress, values.count, 1)
        case .caffe:
            canvas.spread()
            canvas.swapPlanes(0, 2)
            for (number, mean) in zip(0..<canvas.planes, Self.means.caffe) {
                let plane = canvas.plane(number)
                cpixels_subtract(plane.baseAddress, plane.count, mean)
            }
        case .torch:
            canvas.spread()
            let values = canvas.values
            cpixels_divide(values.baseAddress, values.count, 255)
            for (number, (mean, deviation)) in zip(0..<canvas.planes, zip(Self.means.torch, Self.deviations)) {
                let plane = canvas.plane(number)
                cpixels_subtract(plane.baseAddress, plane.count, mean)
                cpixels_divide(plane.baseAddress, plane.count, deviation)
            }
        }
    }
}
