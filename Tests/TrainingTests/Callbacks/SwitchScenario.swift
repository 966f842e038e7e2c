import Foundation
import Network
import Plan
import Testing

@testable import Training

/// A training made up so that one switch of the callbacks shows in it: what is seen under an era, and with the switch turned.
struct SwitchScenario: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let profile: Semantics.Profile
    let turn: @Sendable (inout Semantics) -> Void
    let callback: any WorkingCallbackKind
    let values: [Double]
    /// What is seen under the era, and with the switch turned: the last epoch, whose weights the model has, the rate, what was said.
    let usual: Seen
    let turned: Seen

    struct Seen: Equatable, Sendable {
        var epochs: Int
        var weights: Float
        var rate: Float = 0.001
        var saves: [Int] = []
        var said: [String] = []
    }

    private init<Value: Sendable>(
        _ profile: Semantics.Profile, _ path: WritableKeyPath<Semantics, Value> & Sendable, _ value: Value,
        _ callback: any WorkingCallbackKind, _ values: [Double], usual: Seen, turned: Seen
    ) {
        testDescription = "\(value)"
        self.profile = profile
        turn = { $0[keyPath: path] = value }
        self.callback = callback
        self.values = values
        self.usual = usual
        self.turned = turned
    }

    /// Runs the callback over the values.
    func run(_ semantics: Semantics) throws -> Seen {
        let run = try CallbackRun(callback, semantics, values)
        return Seen(
            epochs: run.epochs, weights: run.weights, rate: run.rate, saves: run.saves, said: run.messages.map(\.text))
    }

    static let all: [SwitchScenario] = [
        // A NaN is taken as the first best, and nothing is better than a NaN.
        SwitchScenario(
            .tfKeras215, \.firstValue, .taken, ModelCheckpoint(saveBestOnly: true), [.nan, 0.5, 0.6],
            usual: Seen(
                epochs: 3, weights: 3, saves: [2],
                said: [
                    "Epoch 1: val_loss did not improve from inf",
                    "Epoch 2: val_loss improved from inf to 0.50000, saving model to file",
                    "Epoch 3: val_loss did not improve from 0.50000",
                ]),
            turned: Seen(
                epochs: 3, weights: 3, saves: [1],
                said: [
                    "Epoch 1: val_loss improved from None to nan, saving model to file",
                    "Epoch 2: val_loss did not improve from nan", "Epoch 3: val_loss did not improve from nan",
                ])),
        // 1e-10 is nothing to a float.
        SwitchScenario(
            .tfKeras215, \.callbackPrecision, .single, EarlyStopping(patience: 2), [0.5, 0.5 - 1e-10, 0.5 - 2e-10, 0.5 - 3e-10],
            usual: Seen(epochs: 4, weights: 4), turned: Seen(epochs: 3, weights: 3, said: ["Epoch 3: early stopping"])),
        SwitchScenario(
            .keras23, \.callbackMessages, .plain, EarlyStopping(patience: 1, restoreBestWeights: true), [0.5, 0.6],
            usual: Seen(
                epochs: 2, weights: 1,
                said: ["Restoring model weights from the end of the best epoch", "Epoch 00002: early stopping"]),
            turned: Seen(
                epochs: 2, weights: 1,
                said: ["Restoring model weights from the end of the best epoch: 1.", "Epoch 2: early stopping"])),
        SwitchScenario(
            .tfKeras215, \.bestWeights, .always, EarlyStopping(patience: 9, restoreBestWeights: true), [0.5, 0.2, 0.3],
            usual: Seen(epochs: 3, weights: 3),
            turned: Seen(epochs: 3, weights: 2, said: ["Restoring model weights from the end of the best epoch: 2."])),
        SwitchScenario(
            .tfKeras215, \.fallbackWeights, .none, EarlyStopping(patience: 2, restoreBestWeights: true), [.nan, .nan, .nan],
            usual: Seen(
                epochs: 2, weights: 1,
                said: ["Restoring model weights from the end of the best epoch: 1.", "Epoch 2: early stopping"]),
            turned: Seen(epochs: 2, weights: 2, said: ["Epoch 2: early stopping"])),
        SwitchScenario(
            .tfKeras215, \.firstEpochStop, .allowed, EarlyStopping(patience: 0), [.nan, 0.5],
            usual: Seen(epochs: 2, weights: 2), turned: Seen(epochs: 1, weights: 1)),
        // Both stop while they wait for the baseline; what is kept is the best value all the same, or only one better than the baseline.
        SwitchScenario(
            .tfKeras215, \.baselineRole, .firstBest, EarlyStopping(patience: 2, baseline: 0.1, restoreBestWeights: true),
            [0.5, 0.4, 0.6],
            usual: Seen(
                epochs: 3, weights: 2,
                said: ["Restoring model weights from the end of the best epoch: 2.", "Epoch 3: early stopping"]),
            turned: Seen(
                epochs: 2, weights: 1,
                said: ["Restoring model weights from the end of the best epoch: 1.", "Epoch 2: early stopping"])),
        // A little worse is good enough, where the sign is kept.
        SwitchScenario(
            .tfKeras215, \.minDeltaSign, .kept, EarlyStopping(minDelta: -0.05, patience: 1), [0.5, 0.51, 0.52],
            usual: Seen(epochs: 2, weights: 2, said: ["Epoch 2: early stopping"]), turned: Seen(epochs: 3, weights: 3)),
        // At the very edge of the least change the two sides round differently.
        SwitchScenario(
            .tfKeras215, \.plateauDelta, .onValue, ReduceLROnPlateau(factor: 0.5, patience: 1, minDelta: 0.1),
            [1.0827111256439315, 0.9827111256439314],
            usual: Seen(epochs: 2, weights: 2),
            turned: Seen(
                epochs: 2, weights: 2, rate: 0.0005,
                said: ["Epoch 2: ReduceLROnPlateau reducing learning rate to 0.0005000000237487257."])),
        // The float of 3e-4 is above 3e-4: one reduction more, to the floor itself.
        SwitchScenario(
            .tfKeras215, \.minLrPrecision, .double, ReduceLROnPlateau(factor: 0.3, patience: 1, minLr: 0.0003), [0.5, 0.5, 0.5],
            usual: Seen(
                epochs: 3, weights: 3, rate: 0.0003,
                said: ["Epoch 2: ReduceLROnPlateau reducing learning rate to 0.0003000000142492354."]),
            turned: Seen(
                epochs: 3, weights: 3, rate: 0.0003,
                said: [
                    "Epoch 2: ReduceLROnPlateau reducing learning rate to 0.0003000000142492354.",
                    "Epoch 3: ReduceLROnPlateau reducing learning rate to 0.0003.",
                ])),
    ]
}
