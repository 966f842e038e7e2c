import Foundation
import Network
import TestSupport
import Testing

struct ScheduleTests {
    private struct Row: Decodable {
        var schedule: OneOf<ScheduleFamily>
        var rates: [Double]
    }

    private static func rows() throws -> [Row] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([Row].self, from: Data(contentsOf: Fixtures.url("engine/schedules.json")))
    }

    /// The rate of each of 80 steps, as Keras gives it in single precision; see `Tests/Fixtures/engine/make_training.py`.
    @Test func ratesAreThoseOfKeras() throws {
        let rows = try Self.rows()
        #expect(Set(rows.map(\.schedule.name)) == Set(ScheduleFamily.members.map { $0.kind }))
        for row in rows {
            #expect(row.rates.count == 80)
            for (step, rate) in row.rates.enumerated() {
                let found = Double(row.schedule.value.rate(at: step))
                #expect(
                    abs(found - rate) <= 1e-6 * row.schedule.value.reference,
                    "\(row.schedule.kind) step \(step): \(found) and \(rate)")
            }
        }
    }

    /// What single layers' rates are measured by.
    @Test func references() {
        #expect(CosineDecay(initialLearningRate: 0, decaySteps: 5, warmupTarget: 0.3, warmupSteps: 2).reference == 0.3)
        #expect(PiecewiseConstantDecay(boundaries: [3], values: [0.2, 0.1]).reference == 0.2)
        #expect(LearningRate.constant(0.5).reference == 0.5)
    }

    /// A number stays a number, a schedule an object.
    @Test func coding() throws {
        for rate in [0.25, LearningRate.schedule(try #require(OneOf(CosineDecay(initialLearningRate: 1, decaySteps: 3))))] {
            let adam = Adam(learningRate: rate)
            let data = try JSONEncoder().encode(adam)
            #expect(try JSONDecoder().decode(Adam.self, from: data) == adam)
        }
        let text = String(decoding: try JSONEncoder().encode(SGD(learningRate: 0.25)), as: UTF8.self)
        #expect(text.contains("\"learningRate\":0.25") && !text.contains("rules"))
    }
}
