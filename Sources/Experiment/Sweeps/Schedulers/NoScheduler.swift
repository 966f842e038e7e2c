import Plan

extension NoScheduler: Declared {
    static let declaration: Declaration<NoScheduler> = Declaration(
        kind: kind, start: NoScheduler(), "Every trial comes to its end.")
}
