import Network
import Testing

@testable import Training

/// Every callback of a list at once, against Keras's own.
@Suite struct GoldenCallbackTests {
    private static let scenarios = Semantics.Profile.allCases.flatMap { profile in
        CallbackScenario.all(profile).map { (profile, $0) }
    }

    @Test(arguments: scenarios) func asKeras(_ profile: Semantics.Profile, _ scenario: CallbackScenario) throws {
        try scenario.check(Semantics(profile))
    }

    @Test func fixturesAreThere() {
        #expect(Semantics.Profile.allCases.map { CallbackScenario.all($0).count } == [74, 74, 75, 75])
    }

    /// Of the switches of callbacks, each turned alone: a training that shows it is no longer that of the era.
    @Test(arguments: SwitchScenario.all) func eachSwitchShows(_ turned: SwitchScenario) throws {
        let usual = try turned.run(Semantics(turned.profile))
        var semantics = Semantics(turned.profile)
        turned.turn(&semantics)
        #expect(try turned.run(semantics) != usual)
        #expect(usual == turned.usual)
        #expect(try turned.run(semantics) == turned.turned)
    }
}
