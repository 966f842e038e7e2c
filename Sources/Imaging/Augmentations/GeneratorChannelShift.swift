/// `apply_channel_shift`: one number is added to all channels, and the sum is clipped to the extremes of the image before it.
enum GeneratorChannelShift {
    static func apply(_ shift: Double, to canvas: inout Canvas) {
        let (smallest, largest) = canvas.extremes()
        let shift = Float(shift)
        let values = canvas.values
        for index in values.indices { values[index] = max(smallest, min(largest, values[index] + shift)) }
    }
}
