import Network

extension AdamW: ReferenceOptimizer {
    /// Adam's: the decay is one of the rules that all optimizers have.
    func state(count: Int) -> any ReferenceOptimizerState { adam.state(count: count) }
}
