import Network
import Plan
import Randomness

/// A stack of augmentations, applied to one image after the other, in the order written.
///
/// It is a value without state: what differs from image to image comes from the draws that each application is given.
public struct Augmenter: Sendable {
    /// Whether two applications to the same image may differ.
    public let isRandom: Bool
    private let operations: [any ImageOperation]
    private let semantics: Semantics

    /// Prepares a stack under an era's rules.
    public init(stack: [Augmentation], semantics: Semantics) {
        // Every kind of the family conforms; a test goes through them.
        operations = stack.compactMap { $0.value as? any ImageOperation }
        self.semantics = semantics
        isRandom = stack.contains { $0.value.isRandom }
    }

    /// Applies the stack to an image of 1 or 3 channels and writes its samples (height x width x channels) to `output`, a slice of a batch.
    ///
    /// Values are 0 to 255 until a rescale of the stack.
    /// - Parameters:
    ///   - canvas: Memory to work in; a thread that keeps one spares itself new memory for each image.
    ///   - output: Room for as many samples as the image has; for a grey image, three times as many give three equal channels.
    public func apply(
        _ image: PixelImage, draws: inout some DrawSource, on canvas: Canvas = Canvas(),
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(image.channels == 1 || image.channels == 3)
        precondition(output.count == image.pixels.count || (image.channels == 1 && output.count == 3 * image.pixels.count))
        image.pixels.withUnsafeBufferPointer {
            canvas.put(
                $0, height: image.height, width: image.width, planes: image.channels,
                channels: image.pixels.isEmpty ? image.channels : image.channels * (output.count / image.pixels.count))
            for operation in operations { operation.apply(to: canvas, draws: &draws, semantics: semantics) }
            canvas.take(into: output)
        }
    }

    /// Applies the stack to an image.
    public func apply(_ image: PixelImage, draws: inout some DrawSource) -> FloatImage {
        let count = image.pixels.count
        let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            apply(image, draws: &draws, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
        return FloatImage(height: image.height, width: image.width, channels: image.channels, values: values)
    }
}
