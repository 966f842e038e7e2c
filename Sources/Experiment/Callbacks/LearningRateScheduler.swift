import Plan
import YAMLSyntax

/// `LearningRateScheduler` as written.
public struct LearningRateSchedulerArguments: CallbackArguments {
    /// The rates by the epoch from which they hold, from 1.
    @Located public var epochs: [LearningRateScheduler.Entry] = []

    /// It watches no name.
    public var monitored: Monitored? { nil }
    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind { LearningRateScheduler(epochs: epochs) }
}

extension LearningRateSchedulerArguments: Declared {
    static let declaration: Declaration<LearningRateSchedulerArguments> = Declaration(
        kind: LearningRateScheduler.kind, keras: "keras.callbacks.LearningRateScheduler",
        absent: CallbackHints.absent.merging(
            ["schedule": "a file holds no function: write the rates by epoch, `epochs: {1: 1e-3, 10: 1e-4}`"],
            uniquingKeysWith: { first, _ in first }), start: LearningRateSchedulerArguments(),
        "Sets the learning rate at the beginning of each epoch."
    ) {
        Field(
            "epochs", \.$epochs, .ratesByEpoch, required: true, examples: [["1": 0.001, "10": 0.0001]],
            "The rates by the epoch, counted from 1, from which they hold; before the first the rate is left as it is.")
    }
}

extension ValueType<[LearningRateScheduler.Entry]> {
    /// A mapping of epochs to learning rates.
    fileprivate static let ratesByEpoch: Self = {
        let epoch = ValueType<Int>.integer(1...1_000_000)
        let noun = "a mapping of epochs, from 1, to learning rates"
        let rate = ValueType<Double>.number(.above(0))
        return ValueType(
            noun: noun,
            decode: { node, decoding in
                guard case .mapping(let entries) = node.content, !entries.isEmpty else {
                    decoding.mismatch(node, needs: noun, help: ["write {1: 1e-3, 10: 1e-4}"])
                    return nil
                }
                var result: [LearningRateScheduler.Entry] = []
                for entry in entries {
                    let key = Node(.scalar(entry.key, .plain), at: entry.place.position, length: entry.place.length)
                    let number = epoch.decode(key, &decoding)
                    guard let value = rate.read(entry.value, &decoding)?.wrappedValue, let number else { continue }
                    if result.contains(where: { $0.epoch == number }) {
                        decoding.report(
                            "duplicate-key", "the epoch \(number) stands twice", at: entry.place, help: ["remove one"])
                    }
                    result.append(LearningRateScheduler.Entry(epoch: number, learningRate: value))
                }
                return result
            },
            schema: { definitions in
                [
                    "type": "object", "minProperties": 1, "propertyNames": ["pattern": "^[1-9][0-9]{0,6}$"],
                    "additionalProperties": rate.placeSchema(&definitions),
                ]
            },
            json: { _ in nil })
    }()
}
