/// A colour of a figure, opaque unless said otherwise.
public struct Color: Hashable, Sendable {
    /// Red, green, blue and opacity, 0 to 1.
    public var red, green, blue, alpha: Double

    /// Creates a colour from 0xRRGGBB.
    public init(_ hex: UInt32, alpha: Double = 1) {
        red = Double(hex >> 16 & 255) / 255
        green = Double(hex >> 8 & 255) / 255
        blue = Double(hex & 255) / 255
        self.alpha = alpha
    }

    // Blue and vermilion of Okabe and Ito (2008): told apart with any kind of colour vision, and in grey.
    /// What was trained on.
    public static let training = Color(0x0072B2)
    /// What was held out.
    public static let validation = Color(0xD55E00)
    /// Text and axes.
    public static let ink = Color(0x222222)
    /// Marks and lesser text.
    public static let faint = Color(0x6B6B6B)
    /// The grid behind the curves.
    public static let grid = Color(0xE4E4E4)
    /// A range behind what was measured.
    public static let band = Color(0xD6E6F2)
    /// The page.
    public static let paper = Color(0xFFFFFF)
}
