/// What lies outside an image that is moved, turned or zoomed.
public enum FillMode: String, Codable, Sendable, CaseIterable {
    /// The nearest pixel of the border.
    case nearest
    /// One value.
    case constant
    /// The image mirrored at its edge, edge pixels twice: d c b a | a b c d.
    case reflect
    /// The image again.
    case wrap
}
