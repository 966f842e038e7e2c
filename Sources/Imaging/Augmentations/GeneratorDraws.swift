import Plan
import Randomness

/// What `ImageDataGenerator.get_random_transform` draws for one image: the order and the number of draws are Keras's, in every era.
struct GeneratorDraws: Equatable {
    /// The angle in degrees.
    var theta = 0.0
    /// From the height range, in pixels.
    var tx = 0.0
    /// From the width range, in pixels.
    var ty = 0.0
    /// The shear angle in degrees.
    var shear = 0.0
    /// The two zooms.
    var zx = 1.0
    var zy = 1.0
    /// Whether to mirror left and right.
    var flipHorizontal = false
    /// Whether to mirror up and down.
    var flipVertical = false
    /// What to add to all channels.
    var channelShift: Double?
    /// The factor of brightness.
    var brightness: Double?

    init(_ generator: ImageDataGenerator, height: Int, width: Int, draws: inout some DrawSource) {
        if generator.rotationRange != 0 { theta = draws.uniform(-generator.rotationRange, generator.rotationRange) }
        tx = Self.shift(generator.heightShiftRange, extent: height, draws: &draws)
        ty = Self.shift(generator.widthShiftRange, extent: width, draws: &draws)
        if generator.shearRange != 0 { shear = draws.uniform(-generator.shearRange, generator.shearRange) }
        if let low = generator.zoomRange.first, let high = generator.zoomRange.last, low != 1 || high != 1 {
            zx = draws.uniform(low, high)
            zy = draws.uniform(low, high)
        }
        // Both flips are drawn even where they are not asked for.
        flipHorizontal = draws.next() < 0.5 && generator.horizontalFlip
        flipVertical = draws.next() < 0.5 && generator.verticalFlip
        if generator.channelShiftRange != 0 {
            channelShift = draws.uniform(-generator.channelShiftRange, generator.channelShiftRange)
        }
        if let range = generator.brightnessRange, let low = range.first, let high = range.last {
            brightness = draws.uniform(low, high)
        }
    }

    /// 0 draws nothing. A whole number n >= 1 is Python's int: a choice of 0 ..< n times a choice of -1 and 1, in pixels. Anything
    /// else is a float: U(-range, range), a share of the extent where range < 1, else pixels.
    private static func shift(_ range: Double, extent: Int, draws: inout some DrawSource) -> Double {
        guard range != 0 else { return 0 }
        if range >= 1, let pixels = Int32(exactly: range) {
            let size = Double(draws.below(Int(pixels)))
            return draws.below(2) == 0 ? -size : size
        }
        return draws.uniform(-range, range) * (range < 1 ? Double(extent) : 1)
    }
}
