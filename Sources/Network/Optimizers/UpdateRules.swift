/// What all of Keras's optimizers have in common (`keras.optimizers.Optimizer`): what happens to gradients before a step, and to
/// parameters beside it.
///
/// A step: gradients are added up, and on every `gradientAccumulationSteps`-th batch their mean goes on; then clipped; then each
/// parameter loses weight decay x rate x itself; then the optimizer's own step; then the average of parameters follows.
public struct UpdateRules: Codable, Hashable, Sendable {
    /// The share of a parameter that a step of rate 1 takes from it; nil takes none, and is what 0 is.
    public var weightDecay: Double?
    /// Which parameters lose nothing, as written: selectors of layers, names of parameters (`bias`), globs on both (`*/gamma`).
    @LaterArgument<NoNames> public var excludeFromWeightDecay: [String]
    /// The most that the norm of one parameter's gradient may be.
    public var clipnorm: Double?
    /// The most that one value of a gradient may be, either way.
    public var clipvalue: Double?
    /// The most that the norm of all gradients together may be.
    public var globalClipnorm: Double?
    /// Whether an exponential moving average of the parameters is kept, which takes their place at the end of a training.
    @LaterArgument<False> public var useEma: Bool
    /// The share of the average that a step keeps.
    @LaterArgument<EMAMomentum> public var emaMomentum: Double
    /// After so many steps, again and again, the average takes the parameters' place too; nil: at the end alone.
    public var emaOverwriteFrequency: Int?
    /// The number of batches whose mean gradient makes one step, at least 2; nil: each makes one.
    public var gradientAccumulationSteps: Int?

    /// Keras's defaults: nothing beside the optimizer's own step.
    public init(
        weightDecay: Double? = nil, clipnorm: Double? = nil, clipvalue: Double? = nil, globalClipnorm: Double? = nil,
        useEma: Bool = false, emaMomentum: Double = EMAMomentum.value, emaOverwriteFrequency: Int? = nil,
        gradientAccumulationSteps: Int? = nil
    ) {
        self.weightDecay = weightDecay
        self.clipnorm = clipnorm
        self.clipvalue = clipvalue
        self.globalClipnorm = globalClipnorm
        self.useEma = useEma
        self.emaMomentum = emaMomentum
        self.emaOverwriteFrequency = emaOverwriteFrequency
        self.gradientAccumulationSteps = gradientAccumulationSteps
    }

    /// The batches that make one step, at least 1.
    public var batchesPerUpdate: Int { max(gradientAccumulationSteps ?? 1, 1) }
}

/// Usually no names.
public enum NoNames: ArgumentDefault {
    /// An empty list.
    public static var value: [String] { [] }
}

/// Usually 0.99.
public enum EMAMomentum: ArgumentDefault {
    /// 0.99.
    public static var value: Double { 0.99 }
}

/// Usually Keras's defaults.
public enum UsualRules: ArgumentDefault {
    /// Nothing beside the optimizer's own step.
    public static var value: UpdateRules { UpdateRules() }
}
