import Engine
import Network

/// An optimizer that this engine can compute.
protocol OneDNNOptimizer: Optimizer {
    /// The number of arrays remembered for each parameter.
    var momentCount: Int { get }
    /// A fresh state for one parameter of `count` values, padding included.
    func state(count: Int) throws(EngineError) -> any OneDNNOptimizerState
}

/// What an optimizer remembers of one parameter, in the parameter's layout. Padding has a gradient of 0 and must stay 0.
protocol OneDNNOptimizerState: AnyObject {
    /// The arrays remembered.
    var moments: [Storage] { get }
    /// Changes a parameter.
    ///
    /// - Parameters:
    ///   - step: The number of this step, from 1.
    func update(
        _ values: UnsafeMutableBufferPointer<Float>, gradient: UnsafeMutableBufferPointer<Float>, step: Int, rate: Float,
        parallel: Parallel)
}
