import Plan

extension NoScheduler: Declared {
    static let declaration: Declaration<NoScheduler> = Declaration(
        kind: kind, elsewhere: ["fifo", "nop"], start: NoScheduler(), "Every trial comes to its end.")
}
