/// What the size of a parameter adds to the loss, as a person writes it (`keras.regularizers`).
public protocol RegularizerKind: Kind {
    /// The two factors.
    var penalty: Penalty { get }
}

/// l1 sum(|w|) + l2 sum(w²), added to the loss.
public struct Penalty: Codable, Hashable, Sendable {
    /// The factor of the sum of absolute values.
    public var l1: Double
    /// The factor of the sum of squares.
    public var l2: Double

    /// Creates a penalty.
    public init(l1: Double = 0, l2: Double = 0) {
        self.l1 = l1
        self.l2 = l2
    }
}

/// All regularizers of the language.
public enum RegularizerFamily: KindFamily {
    /// Every kind of regularizer.
    public static let members: [any Kind.Type] = [L1.self, L1L2.self, L2.self]
    /// A kind as a regularizer.
    public static func cast(_ kind: any Kind) -> (any RegularizerKind)? { kind as? any RegularizerKind }
}
