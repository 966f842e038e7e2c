/// The names under which steps are known.
public enum StepIdentifiers {
    /// The id of every step: the one it was given, or by default its kind, numbered when the kind recurs.
    ///
    /// All steps of a kind count, those with an id of their own too: the second `train` is `train_2` whatever the first is called, so
    /// naming one step renames no other.
    ///
    /// - Parameter steps: The kind and the written id of each step, in order.
    public static func assign(_ steps: some Sequence<(kind: String, id: String?)>) -> [String] {
        var counts: [String: Int] = [:]
        return steps.map { step in
            let count = counts[step.kind, default: 0] + 1
            counts[step.kind] = count
            return step.id ?? (count == 1 ? step.kind : "\(step.kind)_\(count)")
        }
    }
}
