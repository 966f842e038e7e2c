import Diagnostics
import Foundation
import Plan

/// `Results/<experiment>/verify/`: the last verification of an experiment; the runs that it judges lie beside it.
public struct VerificationFolder: Sendable {
    /// The name of the folder.
    public static let name = "verify"

    private let folder: RunDirectory

    /// Where it is.
    public var url: URL { folder.url }

    /// The folder of an experiment's verification; nothing is made yet.
    public init(in results: URL, experiment: String) {
        folder = RunDirectory(existing: results.appendingPathComponent(experiment).appendingPathComponent(Self.name))
    }

    /// Makes the folder, so that a place that cannot be written is known before anything runs.
    public func create() throws(Diagnostic) { _ = try folder.fileToWrite("verify.json") }

    /// Writes `verify.json`, `verify.csv` and the figure, over those of the verification before.
    public func write(_ record: VerificationRecord, claims: [ClaimPlan]) throws(Diagnostic) {
        try folder.write(Self.table(record), to: "verify.csv")
        let figure = DistributionFigure(record, claims: claims)
        try folder.write(figure.svg(), to: "verify.svg")
        try folder.write(figure.png(), to: "verify.png")
        // Last, so that what is read by scripts stands for the rest.
        try folder.write(json: record, to: "verify.json")
    }

    /// Reads `verify.json`.
    public func record() throws(Diagnostic) -> VerificationRecord {
        try folder.read(VerificationRecord.self, from: "verify.json")
    }

    /// A line a seed: `seed,run,status,seconds`, then a column a claim, `nan` where there is no value.
    private static func table(_ record: VerificationRecord) -> String {
        let head = ["seed", "run", "status", "seconds"] + record.claims.map { "\($0.step)/\($0.metric)" }
        let rows = record.seeds.map { seed in
            ["\(seed.seed)", seed.run ?? "", seed.status.rawValue, CSV.number(seed.seconds)]
                + seed.values.map { CSV.number($0.value) }
        }
        return ([head] + rows).map { CSV.line($0) + "\n" }.joined()
    }
}
