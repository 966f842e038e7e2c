import Imaging
import Plan
import Randomness

/// One drawn chest radiograph: a pure function of the source, the number and the size, equal to the bit on every machine.
///
/// Both classes have hazy shadows in the lungs, of the same number, place, size and mean density; those of the positive class are
/// patchy (consolidations). Mean exposure is drawn without regard to the class. So no weighted sum of pixels tells the classes
/// apart, and a network that sees texture does. Arithmetic is that of IEEE 754 alone: no function of the C library is called.
public struct Phantom: Hashable, Sendable {
    private let source: SyntheticRadiographs
    private let number: Int

    /// The phantom of a number, below the source's count.
    public init(number: Int, of source: SyntheticRadiographs) {
        self.source = source
        self.number = number
    }

    /// Whether it has opacities: the last `positives` numbers do.
    public var isPositive: Bool { number >= source.negatives }

    /// Draws it: grey, in one channel or in equal ones; height, width and channels are at least 1.
    public func image(height: Int, width: Int, channels: Int) -> PixelImage {
        let key = RandomKey(seed: UInt64(bitPattern: Int64(source.seed))).with("radiographs").with(number)
        var draws = StatelessDraws(key: key.with("anatomy"))
        let anatomy = PhantomAnatomy(&draws)
        var canvas = PhantomCanvas(height: height, width: width, pose: PhantomPose(&draws))
        anatomy.draw(on: &canvas)
        PhantomVessels.draw(on: &canvas, in: anatomy, key: key.with("vessels"))
        PhantomShadows.draw(
            on: &canvas, in: anatomy, patchiness: isPositive ? Float(source.severity) * 2 : 0, key: key.with("shadows"))
        PhantomDevices.draw(on: &canvas, in: anatomy, key: key.with("devices"))
        let grey = PhantomExposure.expose(canvas, key: key.with("exposure"))
        let pixels = channels == 1 ? grey : grey.flatMap { repeatElement($0, count: channels) }
        return PixelImage(height: height, width: width, channels: channels, pixels: pixels)
    }
}

extension SyntheticRadiographs {
    /// The images of the positive class: the balance's share, rounded.
    var positives: Int { Int((Double(max(count, 0)) * min(max(balance, 0), 1)).rounded()) }
    /// The images of the negative class.
    var negatives: Int { max(count, 0) - positives }
}

/// 0 below `low`, 1 above `high`, a smooth cubic between.
@inline(__always)
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
}

/// 1 at 0, 0 from -1 and to 1 on, smooth: the stand-in for a Gaussian, from the square of the distance.
@inline(__always)
func bump(squared: Float) -> Float {
    let t = max(1 - squared, 0)
    return t * t
}

extension StatelessDraws {
    /// The next value in [low, high).
    mutating func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * Float(next()) }
}
