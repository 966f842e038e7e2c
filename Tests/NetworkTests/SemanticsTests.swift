import Network
import Testing

@Suite struct SemanticsTests {
    /// The differences that `keras-semantics` lists, era by era.
    @Test func theErasDifferInEverySwitch() {
        let old = Semantics(.keras224)
        let new = Semantics(.keras3)
        #expect(old.frozenBatchNormalization == .batchStatistics && new.frozenBatchNormalization == .movingStatistics)
        #expect(old.movingVariance == .twiceCorrected && new.movingVariance == .biased)
        #expect(old.accuracyMeaning == .byLoss && new.accuracyMeaning == .byShape)
        #expect(old.historyNames == .short && new.historyNames == .asWritten)
        #expect(old.crossentropyClipping == .probabilities && new.crossentropyClipping == .none)
        #expect(old.epochEnd == .wrap && new.epochEnd == .truncate)
        #expect(old.validationWindow == .rolling && new.validationWindow == .restart)
        #expect(old.bestWeights == .whenStopped && new.bestWeights == .always)
        #expect(old.missingMonitor == .skip && new.missingMonitor == .save)
        #expect(old.generatorGeometry == .rowsFirst && new.generatorGeometry == .columnsFirst)
        #expect(old.brightnessStretch == .toMaximum && new.brightnessStretch == .none)
    }
}
