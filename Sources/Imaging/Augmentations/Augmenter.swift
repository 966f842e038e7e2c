import Network
import Plan
import Randomness

/// A stack of augmentations, applied to one image after the other, in the order written.
///
/// It is a value without state: what differs from image to image comes from the draws that each application is given.
public struct Augmenter: Sendable {
    /// Whether two applications to the same image may differ.
    public let isRandom: Bool
    private let stack: [Augmentation]
    private let semantics: Semantics

    /// Prepares a stack under an era's rules.
    public init(stack: [Augmentation], semantics: Semantics) {
        self.stack = stack
        self.semantics = semantics
        isRandom = stack.contains { $0.value.isRandom }
    }

    /// Applies the stack to 8-bit samples (height x width x channels) and writes as many floats to `output`, a slice of a batch.
    ///
    /// Values are 0 to 255 until a rescale of the stack.
    public func apply(
        pixels: UnsafeBufferPointer<UInt8>, height: Int, width: Int, channels: Int, draws: inout some DrawSource,
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(pixels.count == height * width * channels && output.count == pixels.count)
        var canvas = Canvas(pixels: pixels, height: height, width: width, channels: channels, destination: output)
        for augmentation in stack {
            // Every kind of the family conforms; a test goes through them.
            (augmentation.value as? any ImageOperation)?.apply(to: &canvas, draws: &draws, semantics: semantics)
        }
        _ = canvas.values
    }

    /// Applies the stack to an image and writes its samples to `output`, which holds as many.
    public func apply(_ image: PixelImage, draws: inout some DrawSource, into output: UnsafeMutableBufferPointer<Float>) {
        image.pixels.withUnsafeBufferPointer {
            apply(
                pixels: $0, height: image.height, width: image.width, channels: image.channels, draws: &draws, into: output)
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
