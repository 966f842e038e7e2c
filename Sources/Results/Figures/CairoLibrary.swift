import CCairo

/// The library behind the figures.
public enum CairoLibrary {
    /// Its version: `1.16.0`.
    public static var version: String { String(cString: cairo_version_string()) }
}
