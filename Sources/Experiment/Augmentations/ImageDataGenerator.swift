import Plan
import YAMLSyntax

extension ImageDataGenerator: Declared {
    static let declaration: Declaration<ImageDataGenerator> = Declaration(
        kind: kind, keras: "keras.preprocessing.image.ImageDataGenerator",
        absent: [
            "validation_split": "folders or the `split` column of a manifest say which images validate",
            "featurewise_center": "only what works image by image has a place here; `samplewise_center` does",
            "featurewise_std_normalization":
                "only what works image by image has a place here; `samplewise_std_normalization` does",
            "preprocessing_function": "a stack of augmentations does this in the order written",
        ], start: ImageDataGenerator(),
        "Keras's generator: one random affine change, channel shift, flips, brightness, then rescale."
    ) {
        Field("rotation_range", \.rotationRange, .number(.atLeast(0)), "The largest angle, in degrees.")
        Field(
            "width_shift_range", \.widthShiftRange, .number(.atLeast(0)),
            "The largest horizontal move: a share of the width below 1, else pixels.")
        Field(
            "height_shift_range", \.heightShiftRange, .number(.atLeast(0)),
            "The largest vertical move: a share of the height below 1, else pixels.")
        Field(
            "brightness_range", \.brightnessRange, .optional(.interval(.atLeast(0))), examples: [[0.5, 1.5]],
            "The two ends of the factor of brightness.")
        Field("shear_range", \.shearRange, .number(.atLeast(0)), "The largest shear angle, in degrees.")
        Field(
            "zoom_range", \.zoomRange, .zoom, examples: [0.2, [0.8, 1.1]],
            "The two ends of the zoom, drawn for each axis; one number z is [1 - z, 1 + z].")
        Field(
            "channel_shift_range", \.channelShiftRange, .number(.atLeast(0)),
            "The largest value added to all channels, on the scale 0 to 255.")
        Field("fill_mode", \.fillMode, .choice(), "What lies outside an image that is moved.")
        Field("cval", \.cval, .number(), "The value outside, for the fill mode `constant`.")
        Field("horizontal_flip", \.horizontalFlip, .boolean, "Whether half of the images are mirrored left and right.")
        Field("vertical_flip", \.verticalFlip, .boolean, "Whether half of the images are mirrored up and down.")
        Field(
            "rescale", \.rescale, .optional(.number()), examples: ["1/255"],
            "The factor that all values are multiplied by at the end.")
        Field("samplewise_center", \.samplewiseCenter, .boolean, "Whether each image's mean is taken away.")
        Field(
            "samplewise_std_normalization", \.samplewiseStdNormalization, .boolean,
            "Whether each image is divided by its standard deviation.")
    }
}

extension ValueType<[Double]> {
    /// A zoom as Keras takes it: two ends, or one number for the same distance on both sides of 1.
    fileprivate static let zoom: Self = {
        let pair = interval(.above(0))
        let one = ValueType<Double>.number(.within(0..<1))
        return ValueType(
            noun: "a number from 0 to below 1, or two numbers above 0",
            decode: { node, decoding in
                if case .scalar = node.content { return one.decode(node, &decoding).map { [1 - $0, 1 + $0] } }
                return pair.decode(node, &decoding)
            },
            schema: { definitions in .anyOf([one.schema(&definitions), pair.schema(&definitions)]) },
            json: { $0 == [1, 1] ? 0 : pair.json($0) })
    }()
}
