import Engine
import Network

/// An optimizer that this engine can compute.
protocol OneDNNOptimizer: Optimizer {
    /// Its rule, for one compilation.
    func makeRule() throws(EngineError) -> any UpdateRule
}

/// How an optimizer changes values: element by element, in single precision, in Keras's order.
protocol UpdateRule: AnyObject {
    /// The change that a step makes.
    ///
    /// - Parameters:
    ///   - step: The number of the parameter's step, from 1.
    ///   - rate: Its learning rate.
    /// - Returns: What changes values and moments in place. Padding, where everything is 0, must stay 0.
    func change(step: Int, rate: Float) -> (Stretch) -> Void
}

/// A stretch of a parameter's values, with what belongs to each.
struct Stretch {
    let values: UnsafeMutablePointer<Float>
    let gradient: UnsafeMutablePointer<Float>
    /// The optimizer's moments, as many as it has.
    let moments: [UnsafeMutablePointer<Float>]
    let count: Int
}
