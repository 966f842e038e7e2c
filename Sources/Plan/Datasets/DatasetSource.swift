/// Where images and their classes come from.
public enum DatasetSource: Codable, Hashable, Sendable {
    /// A folder with one folder of images a class; an absolute path.
    case folder(path: String)
    /// A manifest with the columns path, label and perhaps split; `root` is what its relative paths start from. Absolute paths.
    case csv(path: String, root: String)
    /// Drawn from a seed.
    case synthetic(radiographs: SyntheticRadiographs)
}

/// Phantoms that look like chest radiographs; the positive class has opacities.
public struct SyntheticRadiographs: Codable, Hashable, Sendable {
    /// The number of images of all classes.
    public var count: Int
    /// The share of the positive class, 0 to 1.
    public var balance: Double
    /// The seed of the drawing.
    public var seed: Int
    /// How clearly the opacities show, 0 (not at all) to 1.
    public var severity: Double

    /// Creates a source.
    public init(count: Int = 400, balance: Double = 0.5, seed: Int = 0, severity: Double = 0.5) {
        self.count = count
        self.balance = balance
        self.seed = seed
        self.severity = severity
    }

    /// The class names, in label order.
    public static let classes = ["NORMAL", "PNEUMONIA"]
}
