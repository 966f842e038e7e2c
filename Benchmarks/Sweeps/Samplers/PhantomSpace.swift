import Plan

/// What varies in phantom-rates.yaml.
enum PhantomSpace {
    static let parameters = [
        SweepParameter(path: "rate", domain: .logUniform(low: 1e-4, high: 1)),
        SweepParameter(path: "momentum", domain: .uniform(low: 0, high: 0.99)),
        SweepParameter(path: "dropout", domain: .uniform(low: 0, high: 0.7)),
        SweepParameter(path: "filters", domain: .intUniform(low: 2, high: 16)),
        SweepParameter(
            path: "activation", domain: .values(["relu", "tanh", "sigmoid"].map(SweepValue.yaml), isOrdered: false)),
    ]
}
