/// An element-wise function (softmax: over the last axis), under Keras's name.
public enum ActivationFunction: String, Codable, Sendable, CaseIterable {
    /// x.
    case linear
    /// max(x, 0).
    case relu
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// exp(x) / sum(exp(x)) over the last axis.
    case softmax
    /// tanh(x).
    case tanh
}
