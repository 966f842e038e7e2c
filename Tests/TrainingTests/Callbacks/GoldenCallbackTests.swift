import Network
import Testing

@testable import Training

/// Every callback of a list at once, against Keras's own.
@Suite struct GoldenCallbackTests {
    @Test(arguments: CallbackScenario.all("callbacks_keras3.json")) func keras3(_ scenario: CallbackScenario) throws {
        try scenario.check(Semantics(.keras3))
    }

    @Test(arguments: CallbackScenario.all("callbacks_keras224.json")) func keras224(_ scenario: CallbackScenario) throws {
        try scenario.check(Semantics(.keras224))
    }

    @Test func fixturesAreThere() {
        #expect(CallbackScenario.all("callbacks_keras3.json").count == 75)
        #expect(CallbackScenario.all("callbacks_keras224.json").count == 74)
    }
}
