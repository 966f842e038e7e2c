extension PlanText {
    /// The steps in order, each with its arguments; what a training does in all stands under it.
    func stepSection() -> [String] {
        guard !plan.steps.isEmpty else { return [] }
        let number = String(plan.steps.count).count
        let name = plan.steps.map(\.id.count).max() ?? 0
        var lines = ["Steps"]
        for (index, step) in plan.steps.enumerated() {
            let place = String(repeating: " ", count: number - String(index + 1).count) + String(index + 1)
            let margin = "  \(place)  " + step.id + String(repeating: " ", count: name - step.id.count + 2)
            let indent = String(repeating: " ", count: margin.count)
            let arguments = ArgumentText.arguments(
                of: step.action.kind,
                leavingOut: ["callbacks", "frozen", "layers", "mapping", "thaw", "learningRates", "undecayed"])
            let kind = step.id == step.action.name ? [] : [step.action.name + ":"]
            let text = (kind + [arguments.joined(separator: ", ")]).joined(separator: " ")
            let more = (step.action.kind as? TrainStep).map(remarks) ?? []
            let body = ([text] + more).flatMap { $0.wrapped(to: max(width - margin.count, 30), indent: 2) }
            lines += body.enumerated().map { ($0 == 0 ? margin : indent) + $1 }
        }
        return lines
    }

    private func remarks(on step: TrainStep) -> [String] {
        var result = step.callbacks.map { "- " + ArgumentText.kind($0.kind) }
        let batches = plan.dataset(step.data)?.batches
        if let steps = step.stepsPerEpoch ?? batches {
            // An epoch may be cut short, or the data run out.
            let truncates =
                plan.semantics.epochEnd == .truncate || (plan.semantics.epochEnd == .restart && steps > batches ?? steps)
            let total = ReadableNumber.grouped(step.epochs.multipliedReportingOverflow(by: steps).partialValue)
            result.append("= \(truncates ? "at most " : "")\(total) steps in \(step.epochs) epoch\(step.epochs == 1 ? "" : "s")")
        }
        return result
    }
}
