import Foundation

/// Half cosines one after the other, each `tMul` times as long and `mMul` times as high as the one before (Loshchilov and Hutter 2017;
/// `keras.optimizers.schedules.CosineDecayRestarts`).
public struct CosineDecayRestarts: Schedule {
    /// The kind's name.
    public static let kind = "CosineDecayRestarts"
    /// The rate of step 0.
    public var initialLearningRate: Double
    /// The steps of the first decay.
    public var firstDecaySteps: Int
    /// How much longer each decay is than the one before.
    public var tMul: Double
    /// How much higher each decay begins than the one before.
    public var mMul: Double
    /// The share of the initial rate at the end of a decay.
    public var alpha: Double

    /// Creates the schedule with Keras's defaults.
    public init(initialLearningRate: Double, firstDecaySteps: Int, tMul: Double = 2, mMul: Double = 1, alpha: Double = 0) {
        self.initialLearningRate = initialLearningRate
        self.firstDecaySteps = firstDecaySteps
        self.tMul = tMul
        self.mMul = mMul
        self.alpha = alpha
    }

    /// The initial rate.
    public var reference: Double { initialLearningRate }

    /// See the type.
    public func rate(at step: Int) -> Float {
        let (alpha, longer) = (Float(alpha), Float(tMul))
        var fraction = Float(step) / Float(firstDecaySteps)
        let restart: Float
        if longer == 1 {
            restart = fraction.rounded(.down)
            fraction -= restart
        } else {
            restart = (log(1 - fraction * (1 - longer)) / log(longer)).rounded(.down)
            let before = (1 - pow(longer, restart)) / (1 - longer)
            fraction = (fraction - before) / pow(longer, restart)
        }
        let cosine = 0.5 * pow(Float(mMul), restart) * (1 + cos(Float.pi * fraction))
        return Float(initialLearningRate) * ((1 - alpha) * cosine + alpha)
    }
}
