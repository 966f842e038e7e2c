import CPixels

/// `apply_channel_shift`: one number is added to all channels, and the sum is clipped to the extremes of the image before it.
enum GeneratorChannelShift {
    static func apply(_ shift: Double, to canvas: Canvas) {
        let (smallest, largest) = canvas.extremes
        let values = canvas.values
        cpixels_shift(values.baseAddress, values.count, Float(shift), smallest, largest)
    }
}
