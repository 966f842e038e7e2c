import Plan

extension SobolSearch: Declared {
    static let declaration: Declaration<SobolSearch> = Declaration(
        kind: kind, elsewhere: ["qmc", "quasi_random"], start: SobolSearch(),
        "Points of a Sobol sequence, which leave no large part of the space untried.")
}
