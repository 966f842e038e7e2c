import Plan

extension GridSearch: Declared {
    static let declaration: Declaration<GridSearch> = Declaration(
        kind: kind, elsewhere: ["grid_search", "cartesian", "product"], start: GridSearch(),
        "Every combination of values, the last parameter varying fastest.")
}
