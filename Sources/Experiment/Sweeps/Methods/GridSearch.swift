import Plan

extension GridSearch: Declared {
    static let declaration: Declaration<GridSearch> = Declaration(
        kind: kind, start: GridSearch(), "Every combination of values, the last parameter varying fastest.")
}
