import Foundation
import Plan
import Results

/// The end of a verification, for people: what each seed measured, and where published figures fall.
struct VerifyText {
    var record: VerificationRecord
    var claims: [ClaimPlan]

    /// Lines, each ending in a line feed.
    var text: String {
        let lines = seeds + [""] + verdicts + notes
        return lines.map { $0 + "\n" }.joined()
    }

    private var seeds: [String] {
        let rows = record.seeds.map { seed -> [String] in
            let values = zip(claims, seed.values).map { text($1.value.isFinite ? $1.value : nil, $0) }
            let done = seed.isReused ? "done before" : ""
            return [String(seed.seed)] + values + [seed.run ?? "-", seed.status == .completed ? done : seed.status.rawValue]
        }
        return TextColumns.lines(["seed"] + claims.map { "\($0.step) \($0.metric)" } + ["run", ""], rows)
    }

    private var verdicts: [String] {
        let rows = zip(record.claims, claims).map { verdict, claim -> [String] in
            let level = PublishedValue.percent(claim.interval)
            let interval = verdict.mean == nil ? "-" : "\(text(verdict.low, claim)) to \(text(verdict.high, claim)) (\(level))"
            let deviation = verdict.deviation.map { claim.value.text(ofDeviation: $0) } ?? "-"
            let quantile = verdict.quantile.map { String(format: "%.3f", $0) } ?? "-"
            return [
                verdict.step, verdict.metric, verdict.printed, text(verdict.mean, claim), deviation, interval, quantile,
                verdict.verdict.rawValue, verdict.attainability?.text ?? "",
            ]
        }
        return TextColumns.lines(
            ["claim", "metric", "published", "mean", "deviation", "interval", "quantile", "verdict", "attainable"], rows)
    }

    private func text(_ value: Double?, _ claim: ClaimPlan) -> String { value.map { claim.value.text(of: $0) } ?? "-" }

    /// What a reader of the tables has to know beside them.
    private var notes: [String] {
        let failed = record.seeds.filter { $0.status != .completed }.map {
            "seed \($0.seed) has no values: \($0.error ?? $0.status.rawValue)"
        }
        let unknown = record.claims.filter { $0.verdict == .unknown }.map {
            "\($0.step) \($0.metric) cannot be judged: \($0.count) of \(record.seeds.count) seeds have a value, and it takes 2"
        }
        return failed + unknown + claims.flatMap { RunSummary.objections(to: $0, $0.attainability) }
    }
}
