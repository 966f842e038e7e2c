/// How a parameter begins, as a person writes it (`keras.initializers`).
public protocol InitializerKind: Kind {
    /// The numbers that a parameter of a shape in Keras's layout begins with.
    func distribution(of shape: [Int]) -> Initializer
}

/// All initializers of the language.
public enum InitializerFamily: KindFamily {
    /// Every kind of initializer.
    public static let members: [any Kind.Type] = [
        Constant.self, GlorotNormal.self, GlorotUniform.self, HeNormal.self, HeUniform.self, LecunNormal.self,
        LecunUniform.self, Ones.self, Orthogonal.self, RandomNormal.self, RandomUniform.self, TruncatedNormal.self,
        VarianceScaling.self, Zeros.self,
    ]
    /// A kind as an initializer.
    public static func cast(_ kind: any Kind) -> (any InitializerKind)? { kind as? any InitializerKind }
}

/// The inputs and outputs of one unit, as Keras counts them by a parameter's shape alone (`compute_fans`).
enum Fans {
    /// The last two axes are inputs and outputs, those before them the places of a window; one axis is both.
    static func of(_ shape: [Int]) -> (inputs: Int, outputs: Int) {
        switch shape.count {
        case 0: return (1, 1)
        case 1: return (shape[0], shape[0])
        default:
            let window = Limits.product(shape.dropLast(2))
            return (Limits.product([shape[shape.count - 2], window]), Limits.product([shape[shape.count - 1], window]))
        }
    }
}
