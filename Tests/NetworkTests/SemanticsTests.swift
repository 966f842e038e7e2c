import Foundation
import Network
import Testing

@Suite struct SemanticsTests {
    /// Every switch, under keras-2.2.4, keras-2.3, tf.keras-2.15 and keras-3.
    private static let rows: [String: [String]] = [
        "hiddenEntries": ["taken", "taken", "taken", "left_out"],
        "fileEndings": ["letters", "letters", "letters", "letters"],
        "generatorGeometry": ["rows_first", "rows_first", "columns_first", "columns_first"],
        "brightnessStretch": ["to_maximum", "to_range", "none", "none"],
        "epochEnd": ["wrap", "wrap", "restart", "truncate"],
        "validationWindow": ["rolling", "rolling", "restart", "restart"],
        "evaluationEnd": ["wrap", "wrap", "stop", "stop"],
        "frozenBatchNormalization": ["batch_statistics", "batch_statistics", "moving_statistics", "moving_statistics"],
        "movingVariance": ["twice_corrected", "twice_corrected", "corrected", "biased"],
        "movingAverage": ["zero_debiased", "plain", "plain", "plain"],
        "crossentropyClipping": ["probabilities", "none", "none", "none"],
        "crossentropyEpsilon": ["none", "added", "added", "none"],
        "weightedMean": ["weighted", "all", "all", "all"],
        "evaluatedLoss": ["mean", "last_batch", "mean", "mean"],
        "accuracyMeaning": ["by_loss", "by_loss", "by_shape", "by_shape"],
        "historyNames": ["short", "as_written", "as_written", "as_written"],
        "learningRateName": ["lr", "lr", "lr", "learning_rate"],
        "automaticMode": ["by_name", "by_name", "by_ending", "by_metric"],
        "firstValue": ["compared", "compared", "compared", "taken"],
        "callbackPrecision": ["double", "double", "double", "single"],
        "callbackMessages": ["padded", "padded", "plain", "plain"],
        "missingMonitor": ["skip", "skip", "skip", "save"],
        "bestWeights": ["when_stopped", "when_stopped", "when_stopped", "always"],
        "fallbackWeights": ["none", "none", "first_epoch", "first_epoch"],
        "firstEpochStop": ["allowed", "allowed", "never", "never"],
        "baselineRole": ["first_best", "first_best", "waiting", "waiting"],
        "minDeltaSign": ["kept", "kept", "dropped", "dropped"],
        "plateauDelta": ["on_best", "on_best", "on_best", "on_value"],
        "minLrPrecision": ["double", "double", "single", "single"],
    ]

    @Test func profilesSetTheirSwitches() throws {
        #expect(Semantics.Profile.allCases.map(\.rawValue) == ["keras-2.2.4", "keras-2.3", "tf.keras-2.15", "keras-3"])
        for (place, profile) in Semantics.Profile.allCases.enumerated() {
            var expected = Self.rows.mapValues { $0[place] }
            expected["profile"] = profile.rawValue
            let coded = try JSONEncoder().encode(Semantics(profile))
            #expect(try JSONDecoder().decode([String: String].self, from: coded) == expected)
            #expect(try JSONDecoder().decode(Semantics.self, from: coded) == Semantics(profile))
        }
    }

    /// A switch that came after plans were published is written only where somebody turned it.
    @Test func laterSwitches() throws {
        let values = Semantics.Profile.allCases.map { Semantics($0).hardSigmoid }
        #expect(values == [.fifth, .fifth, .fifth, .sixth])
        for profile in Semantics.Profile.allCases {
            for value in Semantics.HardSigmoid.allCases {
                var turned = Semantics(profile)
                turned.hardSigmoid = value
                let coded = try JSONEncoder().encode(turned)
                let isUsual = value == Semantics(profile).hardSigmoid
                #expect(
                    try JSONDecoder().decode([String: String].self, from: coded)["hardSigmoid"]
                        == (isUsual ? nil : value.rawValue))
                let read = try JSONDecoder().decode(Semantics.self, from: coded)
                #expect(read == turned && read.hardSigmoid == value && (read == Semantics(profile)) == isUsual)
            }
        }
    }

    @Test func correctionsOfTheMovingVariance() {
        func factors(count: Double, isImage: Bool) -> [Double] {
            Semantics.MovingVariance.allCases.map { $0.correction(count: count, isImage: isImage, epsilon: 1e-3) }
        }
        let images: [Double] = [10.0 / 9 * 10 / 8.999, 1.1111111111111112, 1]
        #expect(factors(count: 10, isImage: true) == images)
        let rows: [Double] = [10 / 8.999, 1, 1]
        #expect(factors(count: 10, isImage: false) == rows)
        let finite = factors(count: 1, isImage: true).filter(\.isFinite).count
        #expect(finite == 3)
    }
}
