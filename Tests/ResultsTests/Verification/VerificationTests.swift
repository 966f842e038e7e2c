import Diagnostics
import Foundation
import Plan
import TestSupport
import Testing

@testable import Results

@Suite struct VerificationTests {
    private static let accuracy = PublishedValue(0.7825, decimals: 4, isPercentage: true)

    /// Claims on a grid, off it, and of a loss.
    private let claims = [
        ClaimPlan(
            step: "evaluation_One", metric: "acc", value: accuracy, interval: 0.99,
            attainability: Attainability(of: accuracy, samples: 1600, outputs: 2)),
        ClaimPlan(
            step: "evaluation_2", metric: "valAcc", value: accuracy, attainability: VerificationTests.unattainable),
        ClaimPlan(step: "evaluation_2", metric: "loss", value: PublishedValue(0.6, decimals: 1)),
    ]

    private static let unattainable: Attainability = {
        var attainability = Attainability(of: accuracy, samples: 624, outputs: 2)
        attainability.readings = [Attainability.Reading(steps: 100, samples: 1600, outputs: 2, hits: 2504)]
        return attainability
    }()

    private func record(_ values: [[Double]], claims: [ClaimPlan]) -> VerificationRecord {
        var seeds = values.enumerated().map { index, values in
            SeedRecord(
                seed: 42 + index, run: "20250131-14223\(index)-k3f9", status: .completed, isReused: index == 0, seconds: 12.5,
                values: values.map { Measure($0) })
        }
        seeds.append(
            SeedRecord(
                seed: 42 + values.count, status: .failed, values: claims.map { _ in Measure(.nan) },
                error: "the loss became nan in step training_1, epoch 1, batch 2 of 4"))
        let plan = Plan(
            name: "chest-xray-transfer", description: "", semantics: .init(.keras224), seed: 42, datasets: [], models: [],
            steps: [], claims: claims)
        return VerificationRecord(
            plan: plan, engine: "fast", instructionSets: ["kernels": "avx512"], versions: ["assay": "0.1.0"],
            finished: "2025-01-31T14:22:33Z", seeds: seeds)
    }

    private let values = [[0.80625, 0.75, 0.61], [0.78125, 0.76, 0.64], [0.77, 0.755, 0.5875]]

    private func verdict(_ published: PublishedValue, _ values: [Double], interval: Double = 0.95) -> ClaimVerdict {
        let claim = ClaimPlan(step: "e", metric: "acc", value: published, interval: interval)
        return record(values.map { [$0] }, claims: [claim]).claims[0]
    }

    @Test func insideAndOutside() {
        let inside = verdict(Self.accuracy, [0.80625, 0.78125, 0.77])
        #expect(inside.verdict == .inside && inside.count == 3 && inside.interval == 0.95)
        let outside = verdict(Self.accuracy, [0.75, 0.751, 0.749])
        #expect(outside.verdict == .outside)
        #expect(outside.quantile.map { $0 > 0.99 } == true)
        // A wider interval takes it in.
        #expect(verdict(Self.accuracy, [0.75, 0.751, 0.749], interval: 0.9999).verdict == .inside)
    }

    /// The printed digits count: what rounds to 78.25 % is 78.25 %, also where all runs agree.
    @Test(arguments: [(0.78246, true), (0.78254, true), (0.7824, false), (0.7826, false)])
    func withoutDeviation(_ value: Double, _ isInside: Bool) {
        let verdict = verdict(Self.accuracy, [value, value, value])
        #expect(verdict.deviation == 0 && verdict.low == value && verdict.high == value && verdict.quantile == nil)
        #expect(verdict.verdict == (isInside ? .inside : .outside))
    }

    @Test func tooFewValues() {
        let verdict = verdict(Self.accuracy, [0.78, .nan])
        #expect(verdict.verdict == .unknown && verdict.count == 1 && verdict.mean == nil && verdict.low == nil)
        #expect(!record([[0.78], [.nan]], claims: [claims[0]]).holds)
        #expect(record(values, claims: claims).claims.map(\.verdict) == [.inside, .outside, .inside])
        #expect(!record(values, claims: claims).holds)
        #expect(record(values, claims: [claims[0]]).holds)
    }

    /// The committed example is what is written (`RECORD=1 swift test --filter VerificationTests` writes it anew); `check_schemas.sh` holds it to the schema.
    @Test func files() throws {
        let folder = try TemporaryFolder()
        let verification = VerificationFolder(in: folder.url, experiment: "e")
        let record = record(values, claims: claims)
        try verification.write(record, claims: claims)
        #expect(verification.url.path.hasSuffix("/e/verify"))
        let written = try Data(contentsOf: verification.url.appendingPathComponent("verify.json"))
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { try written.write(to: Fixtures.url("results/verify.json")) }
        #expect(try written == Data(contentsOf: Fixtures.url("results/verify.json")))
        #expect(try verification.record().claims == record.claims)
        let table = try String(contentsOf: verification.url.appendingPathComponent("verify.csv"), encoding: .utf8)
        #expect(
            table == """
                seed,run,status,seconds,evaluation_One/acc,evaluation_2/valAcc,evaluation_2/loss
                42,20250131-142230-k3f9,completed,12.5,0.80625,0.75,0.61
                43,20250131-142231-k3f9,completed,12.5,0.78125,0.76,0.64
                44,20250131-142232-k3f9,completed,12.5,0.77,0.755,0.5875
                45,,failed,0,nan,nan,nan

                """)
        // A second verification takes the place of the first.
        try verification.write(self.record(values, claims: [claims[0]]), claims: [claims[0]])
        #expect(try verification.record().claims.count == 1)
    }

    /// Every key that the schema knows is in the example, and the other way round.
    @Test func schemaKnowsTheSameKeys() throws {
        func object(_ url: URL) throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        }
        let example = try object(Fixtures.url("results/verify.json"))
        let schema = try object(Fixtures.root.appendingPathComponent("Schemas/verify.schema.json"))
        let definitions = try #require(schema["definitions"] as? [String: Any])
        func properties(_ schema: Any?) -> Set<String> {
            Set(((schema as? [String: Any])?["properties"] as? [String: Any] ?? [:]).keys)
        }
        func keys(_ list: Any?) -> Set<String> {
            (list as? [[String: Any]] ?? []).reduce(into: []) { $0.formUnion($1.keys) }
        }
        #expect(Set(example.keys) == properties(schema))
        #expect(keys(example["seeds"]) == properties(definitions["seed"]))
        #expect(keys(example["claims"]) == properties(definitions["claim"]))
        let judged = (example["claims"] as? [[String: Any]])?.compactMap { $0["attainability"] as? [String: Any] }
        #expect(keys(judged) == properties(definitions["attainability"]))
        #expect(keys(judged?.flatMap { $0["readings"] as? [[String: Any]] ?? [] }) == properties(definitions["reading"]))
        // One definition, in both schemas.
        let run = try object(Fixtures.root.appendingPathComponent("Schemas/run.schema.json"))
        let others = try #require(run["definitions"] as? [String: Any])
        for name in ["attainability", "reading"] {
            #expect(
                NSDictionary(dictionary: ["d": definitions[name] as Any]) == NSDictionary(dictionary: ["d": others[name] as Any]))
        }
    }
}
