/// A session that can tell how long each of its calls takes.
public protocol ProfilingSession: EngineSession {
    /// Does `steps` steps on a batch, after some that do not count, and gives the times of each call.
    ///
    /// - Parameter training: Whether a training step is meant, which changes parameters as any does, or an evaluation.
    /// - Throws: ``EngineError`` as the steps do; `notCompiled` before `compile`.
    func profile(_ batch: EngineBatch, training: Bool, steps: Int) throws(EngineError) -> StepProfile
}

/// Where the time of a step goes.
public struct StepProfile: Hashable, Sendable {
    /// One call of the step.
    public struct Call: Hashable, Sendable {
        /// The layer that it belongs to.
        public var layer: String
        /// What it does: `convolution forward`.
        public var name: String
        /// Who does it.
        public var kernel: String
        /// Whether it follows the loss: gradients, and what they change.
        public var isBackward: Bool
        /// The median over the steps.
        public var seconds: Double

        /// Creates a call.
        public init(layer: String, name: String, kernel: String, isBackward: Bool, seconds: Double) {
            self.layer = layer
            self.name = name
            self.kernel = kernel
            self.isBackward = isBackward
            self.seconds = seconds
        }
    }

    /// The calls in their order.
    public var calls: [Call]
    /// Seconds of each step, in the order in which they were done.
    public var steps: [Double]
    /// Bytes of the buffers of the step, parameters aside.
    public var programBytes: Int

    /// Creates a profile.
    public init(calls: [Call], steps: [Double], programBytes: Int) {
        self.calls = calls
        self.steps = steps
        self.programBytes = programBytes
    }

    /// The median of some values; 0 of none.
    public static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let upper = sorted.dropFirst(sorted.count / 2).first else { return 0 }
        return sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
    }
}
