import Plan
import YAMLSyntax

/// `BackupAndRestore` as written.
public struct BackupAndRestoreArguments: CallbackArguments {
    /// Training steps from one checkpoint to the next; nil for `epoch`.
    @Located public var saveFreq: Int?

    /// It watches no name.
    public var monitored: Monitored? { nil }
    /// The callback as it will run.
    public func resolved(_ mode: MonitorMode) -> any CallbackKind { BackupAndRestore(saveFreq: saveFreq) }
}

extension BackupAndRestoreArguments: Declared {
    static let declaration: Declaration<BackupAndRestoreArguments> = Declaration(
        kind: BackupAndRestore.kind, keras: "keras.callbacks.BackupAndRestore",
        absent: [
            "backup_dir": "checkpoints lie in the run directory",
            "double_checkpoint": "the checkpoint before the newest is kept in every case",
            "delete_checkpoint": "checkpoints are removed when the run is complete",
        ], start: BackupAndRestoreArguments(),
        "Keeps checkpoints from which `assay run --resume` goes on, beside those that every run keeps."
    ) {
        Field(
            "save_freq", \.$saveFreq, .saveFrequency, examples: ["epoch", 100],
            "Training steps from one checkpoint to the next, or epoch: at the end of each, as in every run.")
    }
}

extension ValueType<Int?> {
    /// `epoch`, or a number of steps.
    fileprivate static let saveFrequency: Self = {
        let steps = ValueType<Int>.integer(1...)
        let noun = "epoch, or \(steps.noun)"
        return ValueType(
            noun: noun,
            decode: { node, decoding in
                if node.text == "epoch" { return .some(nil) }
                return steps.decode(node, &decoding).map { .some($0) }
            },
            schema: { definitions in .anyOf([["enum": ["epoch"]], steps.schema(&definitions)]) },
            json: { $0.map { .integer($0) } ?? .string("epoch") })
    }()
}
