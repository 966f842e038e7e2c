import Diagnostics
import Engine
import Foundation
import Network
import Plan
import TestSupport
import Testing

@testable import Training

/// A made-up training and what Keras made of it; see `Tests/Fixtures/training/scenarios.py`.
struct CallbackScenario: Decodable, CustomTestStringConvertible, Sendable {
    struct Entry: Decodable, Sendable {
        var kind: String
        var arguments: [String: Argument]
    }

    /// Floats come as text, since JSON has no NaN.
    enum Argument: Decodable, Sendable {
        case flag(Bool), whole(Int), text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let whole = try? container.decode(Int.self) {
                self = .whole(whole)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
        var whole: Int? { if case .whole(let value) = self { value } else { nil } }
        var text: String? { if case .text(let value) = self { value } else { nil } }
        var number: Double? { text.flatMap { Double($0) } }
    }

    var name: String
    var callbacks: [Entry]
    var logs: [[String: String]]
    var rates: [String]
    var stopped: Bool
    var saved: [Int]
    var weights: Int
    var printed: [String]

    var testDescription: String { name }

    static func all(_ profile: Semantics.Profile) -> [CallbackScenario] {
        let data = (try? Data(contentsOf: Fixtures.url("training/callbacks_\(profile.rawValue).json"))) ?? Data()
        return (try? JSONDecoder().decode([CallbackScenario].self, from: data)) ?? []
    }

    /// The callbacks as the plan has them.
    func kinds() throws -> [any WorkingCallbackKind] {
        try callbacks.map { entry in
            func argument(_ name: String) throws -> Argument { try #require(entry.arguments[name], "\(name)") }
            let monitor = try #require(try argument("monitor").text)
            let modeName = try #require(try argument("mode").text)
            let mode = try #require(MonitorMode(rawValue: modeName))
            switch entry.kind {
            case "EarlyStopping":
                return EarlyStopping(
                    monitor: monitor, minDelta: try #require(try argument("min_delta").number),
                    patience: try #require(try argument("patience").whole), mode: mode,
                    baseline: entry.arguments["baseline"]?.number,
                    restoreBestWeights: try argument("restore_best_weights").flag == true,
                    startFromEpoch: try #require(try argument("start_from_epoch").whole))
            case "ReduceLROnPlateau":
                return ReduceLROnPlateau(
                    monitor: monitor, factor: try #require(try argument("factor").number),
                    patience: try #require(try argument("patience").whole), mode: mode,
                    minDelta: try #require(try argument("min_delta").number),
                    cooldown: try #require(try argument("cooldown").whole),
                    minLr: try #require(try argument("min_lr").number))
            default:
                return ModelCheckpoint(
                    monitor: monitor, mode: mode, saveBestOnly: try argument("save_best_only").flag == true)
            }
        }
    }

    /// Runs the callbacks over the logs and compares everything that can be seen of them.
    func check(_ semantics: Semantics) throws {
        let session = try ScriptedSession(outputs: 1, trained: [])
        var saved: [Int] = []
        let journal = CallbackJournal(
            TrainingHooks(saveCheckpoint: { _, _ in
                saved.append(Int(session.parameters()[0].values[0]))
                return "best.keras"
            }))
        var running = try kinds().map { $0.makeCallback(semantics: semantics, ordinal: 0) }
        var rates: [Double] = []
        var context = EpochContext(epoch: 0, logs: Logs(), session: session, journal: journal)
        for (epoch, row) in logs.enumerated() where !context.stops {
            var values = Logs()
            for (name, text) in row {
                let value = try #require(Double(text))
                values[name] = value
            }
            session.setParameters([Tensor(shape: [1], repeating: Float(epoch + 1))])
            context = EpochContext(epoch: epoch, logs: values, session: session, journal: journal)
            for index in running.indices { try running[index].epochEnded(context) }
            rates.append(Double(session.learningRate))
        }
        for index in running.indices { try running[index].trainingEnded(context) }

        #expect(rates == self.rates.map { Double($0) })
        #expect(context.stops == stopped)
        #expect(saved == self.saved)
        #expect(Int(session.parameters()[0].values[0]) == weights)
        // Keras warns of a missing monitor elsewhere; that saving is finished is no line of the fixture.
        let said = journal.messages.filter { $0.action != .monitorMissing }.map(\.text)
            .filter { !$0.contains("finished saving") }
        #expect(said == printed)
    }
}
