/// The whole of `keras.preprocessing.image.ImageDataGenerator` that works image by image, with its argument names.
///
/// Order: affine (rotation, shifts, shear, zoom in one resampling), channel shift, flips, brightness, `rescale`, samplewise
/// standardization. How draws become a matrix is a matter of the semantics.
public struct ImageDataGenerator: AugmentationKind {
    /// The kind's name.
    public static let kind = "ImageDataGenerator"
    /// The largest angle, in degrees.
    public var rotationRange: Double
    /// The largest horizontal move: a share of the width below 1, else pixels. A whole number n of pixels moves by 0 ..< n whole
    /// pixels either way, as Python's `int` does; any other number by any amount.
    public var widthShiftRange: Double
    /// The largest vertical move: a share of the height below 1, else pixels, as for the width.
    public var heightShiftRange: Double
    /// The two ends of the factor of brightness; nil leaves it, and the stretch that comes with it, out.
    public var brightnessRange: [Double]?
    /// The largest shear angle, in degrees.
    public var shearRange: Double
    /// The two ends of the zoom, drawn for each axis; `0.2` in a file is [0.8, 1.2].
    public var zoomRange: [Double]
    /// The largest value added to all channels, on the scale 0 to 255.
    public var channelShiftRange: Double
    /// What lies outside.
    public var fillMode: FillMode
    /// The value outside, for `constant`.
    public var cval: Double
    /// Whether images are mirrored left and right, half of them.
    public var horizontalFlip: Bool
    /// Whether images are mirrored up and down, half of them.
    public var verticalFlip: Bool
    /// The factor at the end; nil and 0 leave values alone.
    public var rescale: Double?
    /// Whether each image's mean is taken away.
    public var samplewiseCenter: Bool
    /// Whether each image is divided by its deviation + 1e-6.
    public var samplewiseStdNormalization: Bool

    /// Creates a generator with Keras's defaults.
    public init(
        rotationRange: Double = 0, widthShiftRange: Double = 0, heightShiftRange: Double = 0, brightnessRange: [Double]? = nil,
        shearRange: Double = 0, zoomRange: [Double] = [1, 1], channelShiftRange: Double = 0, fillMode: FillMode = .nearest,
        cval: Double = 0, horizontalFlip: Bool = false, verticalFlip: Bool = false, rescale: Double? = nil,
        samplewiseCenter: Bool = false, samplewiseStdNormalization: Bool = false
    ) {
        self.rotationRange = rotationRange
        self.widthShiftRange = widthShiftRange
        self.heightShiftRange = heightShiftRange
        self.brightnessRange = brightnessRange
        self.shearRange = shearRange
        self.zoomRange = zoomRange
        self.channelShiftRange = channelShiftRange
        self.fillMode = fillMode
        self.cval = cval
        self.horizontalFlip = horizontalFlip
        self.verticalFlip = verticalFlip
        self.rescale = rescale
        self.samplewiseCenter = samplewiseCenter
        self.samplewiseStdNormalization = samplewiseStdNormalization
    }

    /// Whether any argument draws.
    public var isRandom: Bool {
        rotationRange != 0 || widthShiftRange != 0 || heightShiftRange != 0 || brightnessRange != nil || shearRange != 0
            || zoomRange != [1, 1] || channelShiftRange != 0 || horizontalFlip || verticalFlip
    }
}
