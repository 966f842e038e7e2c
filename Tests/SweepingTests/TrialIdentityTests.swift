import Testing

@testable import Sweeping

@Suite struct TrialIdentityTests {
    private func id(
        plan: String = "abc", data: [String: String] = ["train": "1", "test": "2"], weights: [String: String] = ["load": "3"],
        engine: String = "fast", version: String = "0.1.0"
    ) -> String {
        TrialIdentity.id(planSha256: plan, data: data, weights: weights, engine: engine, version: version)
    }

    /// `printf 'abc\nfast\n0.1.0\ndata test 2\ndata train 1\nweights load 3' | sha256sum`
    @Test func isAHash() { #expect(id() == "93be68016d7c") }

    @Test func whateverDecidesMakesAnother() {
        let others = [
            id(plan: "abd"), id(data: ["train": "2", "test": "1"]), id(data: [:]), id(weights: ["load": "4"]),
            id(weights: ["l": "3"]),
            id(engine: "onednn"), id(version: "0.1.1"), id(),
        ]
        #expect(Set(others).count == others.count)
    }
}
