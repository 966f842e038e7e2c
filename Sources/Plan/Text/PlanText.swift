import Network

/// A plan as `assay plan` shows it: data sets, steps, and every model layer by layer. Rendering prints nothing.
public struct PlanText: Sendable {
    /// What is shown.
    public var plan: Plan
    /// The most characters in a line, where words allow it.
    public var width: Int
    /// What tables are drawn with.
    public var style: TextTable.Style
    /// The bytes that a step of each training keeps in memory, by its id, where an engine has laid them out; the others are estimated.
    public var trainingBytes: [String: Int]
    /// The frozen layer whose outputs a training keeps for images that come again the same, and the bytes of an image, by its id.
    public var keptFeatures: [String: (layer: String, byteCount: Int)]

    /// Creates a text; terminals narrower than 60 characters get lines of 60.
    public init(
        _ plan: Plan, width: Int = 100, style: TextTable.Style = .box, trainingBytes: [String: Int] = [:],
        keptFeatures: [String: (layer: String, byteCount: Int)] = [:]
    ) {
        self.plan = plan
        self.keptFeatures = keptFeatures
        self.trainingBytes = trainingBytes
        self.width = max(width, 60)
        self.style = style
    }

    /// The whole text, ending in a line break.
    public func render() -> String {
        let sections = [heading(), datasetSection(), stepSection()] + plan.models.map(modelSection) + [claimSection()]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    /// What separates remarks on one line.
    var dot: String { style == .box ? " · " : ", " }
    /// What stands between two extents.
    var times: String { style == .box ? "×" : "x" }

    private func heading() -> [String] {
        [plan.name] + plan.description.wrapped(to: width) + [
            "semantics \(plan.semantics.profile.rawValue)\(dot)seed \(plan.seed)"
        ]
            + switches()
    }

    /// The switches that differ from their profile.
    private func switches() -> [String] {
        let usual = ArgumentText.arguments(of: Semantics(plan.semantics.profile))
        let turned = ArgumentText.arguments(of: plan.semantics).filter { !usual.contains($0) }
        return turned.isEmpty ? [] : ("with " + turned.joined(separator: ", ")).wrapped(to: width, indent: 5)
    }

    /// Each claim, and whether it can be measured at all.
    private func claimSection() -> [String] {
        guard !plan.claims.isEmpty else { return [] }
        return ["Claims"]
            + plan.claims.flatMap { claim in
                let objection = claim.attainability?.objection(to: claim.value)
                let remarks = [
                    claim.attainability?.hits == nil ? nil : claim.attainability.map { "attainable as \($0.text)" },
                    claim.interval == ClaimPlan.usualInterval ? nil : "interval \(PublishedValue.percent(claim.interval))",
                ]
                let text = ([objection ?? claim.value.text] + remarks.compactMap { $0 }).joined(separator: dot)
                return "\(claim.step) \(claim.metric) \(text)".wrapped(to: width - 2, indent: 2).map { "  " + $0 }
            }
    }
}
