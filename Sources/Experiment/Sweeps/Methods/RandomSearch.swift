import Plan

extension RandomSearch: Declared {
    static let declaration: Declaration<RandomSearch> = Declaration(
        kind: kind, start: RandomSearch(), "Points drawn independently of each other.")
}
