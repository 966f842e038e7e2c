/// Colours for numbers: evenly lighter from dark to light, which no kind of colour vision mistakes.
public enum ColorScale {
    /// Points of viridis (Smith and van der Walt 2015), from 0 to 1 in equal steps.
    private static let colors: [UInt32] = [
        0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
    ]

    /// The colour of a share from 0, dark, to 1, light; the lightest still shows on paper.
    public static func color(_ share: Double, alpha: Double = 1) -> Color {
        let place = min(max(share.isFinite ? share : 1, 0), 1) * Double(colors.count - 1)
        let index = min(Int(place), colors.count - 2)
        let (low, high, rest) = (Color(colors[index]), Color(colors[index + 1]), place - Double(index))
        var color = Color(0, alpha: alpha)
        color.red = low.red + (high.red - low.red) * rest
        color.green = low.green + (high.green - low.green) * rest
        color.blue = low.blue + (high.blue - low.blue) * rest
        return color
    }
}
