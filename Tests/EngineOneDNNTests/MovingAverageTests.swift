import Engine
import EngineOneDNN
import EngineReference
import Network
import TestSupport
import Testing

/// Moving statistics over several updates, as Keras 2.2.4 and 2.3 have them.
@Suite struct MovingAverageTests {
    private static let engines: [any Engine] = [ReferenceEngine(), FastEngine(threads: 2), OneDNNEngine(threads: 2)]

    @Test(arguments: engines.indices, MovingAverages.profiles)
    func statisticsAreThoseOfKeras(_ index: Int, _ profile: Semantics.Profile) throws {
        for isMoved in [false, true] {
            let differences = try MovingAverages.differences(
                Self.engines[index], from: profile, semantics: Semantics(profile), isMoved: isMoved)
            #expect(differences == [])
        }
    }

    /// The switch alone makes of one era's numbers the other's, and its other value does not.
    @Test(arguments: engines.indices) func itIsASwitchOfItsOwn(_ index: Int) throws {
        for (from, to, rule) in [
            (Semantics.Profile.keras224, Semantics.Profile.keras23, Semantics.MovingAverage.plain),
            (.keras23, .keras224, .zeroDebiased),
        ] {
            var semantics = Semantics(from)
            func differences() throws -> [String] {
                try MovingAverages.differences(Self.engines[index], from: to, semantics: semantics, isMoved: false)
            }
            #expect(try !differences().isEmpty)
            semantics.movingAverage = rule
            #expect(try differences() == [])
        }
    }

    @Test(arguments: engines.indices) func whatDoesNotFitIsRefused(_ index: Int) throws {
        let network = try EngineCase("averages", input: [3], [BatchNormalization(), Dense(units: 1)]).network()
        let session = try Self.engines[index].makeSession(network: network, semantics: Semantics(.keras224), key: .init(seed: 1))
        // It is asked of a session that is not compiled, too.
        #expect(session.averages().isEmpty)
        let good = DebiasedAverage(biased: [1, 2, 3], updates: 4)
        try session.setAverages([2: good])
        #expect(session.averages() == [2: good])
        let bad: [[Int: DebiasedAverage]] = [
            [0: good], [-1: good], [6: good], [2: DebiasedAverage(channels: 2)],
            [3: DebiasedAverage(biased: [1, 2, 3], updates: -1)],
        ]
        for averages in bad {
            do {
                try session.setAverages(averages)
                Issue.record("\(averages) was taken")
            } catch EngineError.mismatch {}
        }
        #expect(session.averages() == [2: good])
    }
}
