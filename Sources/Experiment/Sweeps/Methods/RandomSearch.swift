import Plan

extension RandomSearch: Declared {
    static let declaration: Declaration<RandomSearch> = Declaration(
        kind: kind, elsewhere: ["random_search", "randomized", "variant_generator"], start: RandomSearch(),
        "Points drawn independently of each other.")
}
