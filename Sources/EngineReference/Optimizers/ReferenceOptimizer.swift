import Network

/// An optimizer that the reference engine can compute.
protocol ReferenceOptimizer: Optimizer {
    /// A fresh state for one parameter of `count` values.
    func state(count: Int) -> any ReferenceOptimizerState
}

/// What an optimizer remembers of one parameter.
protocol ReferenceOptimizerState {
    /// The values remembered: for each moment, one a value of the parameter.
    var moments: [[Double]] { get set }
    /// The parameter's values after a step.
    ///
    /// - Parameters:
    ///   - step: The number of this step, from 1.
    ///   - rate: The learning rate.
    mutating func updated(_ values: [Double], gradient: [Double], step: Int, rate: Double) -> [Double]
}
