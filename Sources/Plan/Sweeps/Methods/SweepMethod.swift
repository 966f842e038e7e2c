import Network

/// A way to choose the points of a sweep, as a value; Sweeping does it.
public protocol SweepMethodKind: Kind {}

/// All methods of the language.
public enum SweepMethodFamily: KindFamily {
    /// Every method.
    public static let members: [any Kind.Type] = [
        GridSearch.self, RandomSearch.self, SobolSearch.self, TPESearch.self, CMAESSearch.self,
    ]
    /// A kind as a method.
    public static func cast(_ kind: any Kind) -> (any SweepMethodKind)? { kind as? any SweepMethodKind }
}
