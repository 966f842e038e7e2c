import Network
import Testing

@Suite struct LossTests {
    @Test func binaryCrossentropyTakesOneOutputOrOneHotRows() {
        #expect(BinaryCrossentropy().targetEncoding(outputWidth: 1) == .binary)
        #expect(BinaryCrossentropy().targetEncoding(outputWidth: 2) == .oneHot)
    }

    @Test func categoricalCrossentropyNeedsTwoOutputs() {
        #expect(CategoricalCrossentropy().targetEncoding(outputWidth: 1) == nil)
        #expect(CategoricalCrossentropy().targetEncoding(outputWidth: 3) == .oneHot)
    }
}
