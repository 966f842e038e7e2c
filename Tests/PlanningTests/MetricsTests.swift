import Network
import Plan
import Planning
import Testing

/// What metrics become in a plan: kinds, names, and what does not fit the outputs.
@Suite struct MetricsTests {
    private func resolving(
        _ metrics: String, semantics: String = "keras-3", units: Int = 2, activation: String = "softmax",
        loss: String = "categorical_crossentropy", more: String = ""
    ) throws -> Resolving {
        try Resolving(
            """
            assay: 1
            name: t
            semantics: \(semantics)
            datasets:
              d: {synthetic: radiographs, image_size: [8, 8]}
            models:
              m: {input: [8, 8, 3], layers: [Flatten, {Dense: {units: \(units), activation: \(activation)}}]}
            steps:
              - build: {model: m}
              - compile: {model: m, loss: \(loss), optimizer: adam, metrics: [\(metrics)]}
              - train: {id: t1, model: m, data: d}
              - evaluate: {id: e1, model: m, data: d}
            \(more)

            """)
    }

    private func metrics(_ resolving: Resolving) throws -> [MetricPlan] {
        try resolving.plan().steps.compactMap { ($0.action.kind as? CompileStep)?.metrics }.flatMap { $0 }
    }

    /// 2.2.4 and 2.3 go by the loss, tf.keras and 3 by shapes alone; one output is always told by a threshold.
    @Test(arguments: Semantics.Profile.allCases) func accuracy(_ profile: Semantics.Profile) throws {
        func kind(_ loss: String, units: Int, activation: String) throws -> String {
            let found = try metrics(
                resolving("accuracy", semantics: profile.rawValue, units: units, activation: activation, loss: loss))
            #expect(found.map(\.name) == [profile == .keras224 ? "acc" : "accuracy"])
            return try #require(found.first).metric.name
        }
        let isByLoss = profile == .keras224 || profile == .keras23
        #expect(try kind("categorical_crossentropy", units: 2, activation: "softmax") == "CategoricalAccuracy")
        #expect(
            try kind("binary_crossentropy", units: 2, activation: "sigmoid")
                == (isByLoss ? "BinaryAccuracy" : "CategoricalAccuracy"))
        #expect(try kind("binary_crossentropy", units: 1, activation: "sigmoid") == "BinaryAccuracy")
        #expect(
            try kind("sparse_categorical_crossentropy", units: 2, activation: "softmax") == "SparseCategoricalAccuracy")
    }

    @Test func namesAndParts() throws {
        let found = try resolving(
            "auc, AUC: {name: pr, curve: PR}, F1Score: {average: none}, {Precision: {thresholds: [0.2, 0.8]}}, exact_auc, Recall: 0.3"
                .replacing("AUC: {name: pr, curve: PR}", with: "{AUC: {name: pr, curve: PR}}")
                .replacing("F1Score: {average: none}", with: "F1Score").replacing("Recall: 0.3", with: "{Recall: 0.3}"))
        let plans = try metrics(found)
        #expect(
            plans.names == ["auc", "pr", "f1_score_0", "f1_score_1", "precision_0", "precision_1", "exact_auc", "recall"])
        #expect(plans[1].metric.kind as? AUC == AUC(curve: .pr))
        #expect(plans.last?.metric.kind as? Recall == Recall(thresholds: [0.3]))
    }

    /// What a callback may watch and a claim may cite.
    @Test func namesInClaims() throws {
        let claims = "claims: [{step: e1, metric: f1_score_1, value: 91%}, {step: t1, metric: f1_score_2, value: 1%}]"
        let found = try resolving("F1Score", more: claims)
        #expect(found.errors.map(\.id) == ["unknown-metric"])
        #expect(found.errors.first.map { found.underlined($0) } == "f1_score_2")
        let large = try resolving("auc", more: "claims: [{step: e1, metric: auc, value: 91}]")
        #expect(large.errors.map(\.message) == ["the share auc of 91"])
    }

    /// A metric with a value other than its kind's usual one has no attainable figures, and one that counts hits has.
    @Test(arguments: [
        ("auc, auc", "duplicate-name", "auc"), ("{AUC: {name: loss}}", "duplicate-name", "loss"),
        ("F1Score, {AUC: {name: f1_score_1}}", "duplicate-name", "f1_score_1"),
        ("{Precision: {class_id: 2}}", "output-mismatch", "2"), ("{Recall: {top_k: 3}}", "output-mismatch", "3"),
        ("{ExactAUC: {class_id: 5}}", "output-mismatch", "5"),
        ("{SensitivityAtSpecificity: {specificity: 0.5, class_id: 2}}", "output-mismatch", "2"),
    ]) func misfits(_ text: String, _ id: String, _ place: String) throws {
        let found = try resolving(text)
        #expect(found.errors.map(\.id) == [id])
        #expect(found.errors.first.map { found.underlined($0) } == place)
    }

    @Test(arguments: ["CategoricalAccuracy", "SparseCategoricalAccuracy", "TopKCategoricalAccuracy"])
    func nothingToCompare(_ kind: String) throws {
        let found = try resolving(kind, units: 1, activation: "sigmoid", loss: "binary_crossentropy")
        #expect(found.errors.map(\.id) == ["output-mismatch"])
    }

    @Test(
        arguments: [
            ("{TopKCategoricalAccuracy: 5}", 5, "constant-metric"), ("{TopKCategoricalAccuracy: 4}", 5, nil),
            ("F1Score", 1, "constant-metric"), ("{F1Score: {threshold: 0.5}}", 1, nil), ("Precision", 2, "both-outputs"),
            ("{Recall: {class_id: 1}}", 2, nil),
        ] as [(String, Int, String?)]) func lints(_ text: String, _ units: Int, _ id: String?) throws
    {
        let found = try resolving(
            text, units: units, activation: units == 1 ? "sigmoid" : "softmax",
            loss: units == 1 ? "binary_crossentropy" : "categorical_crossentropy")
        let ids = found.ids.filter { $0 == "constant-metric" || $0 == "both-outputs" }
        #expect(ids == (id.map { [$0] } ?? []))
    }
}
