import YAMLSyntax

/// The seeds of a sweep as written.
public enum SeedsSpec: Sendable {
    /// So many, from the file's seed on.
    case count(Int)
    /// These.
    case list([Located<Int>])
}

extension ValueType<SeedsSpec> {
    /// A number of seeds, or a list of them.
    static let seeds: Self = {
        let count = ValueType<Int>.integer(1...10_000)
        let list = ValueType<[Located<Int>]>.locatedList(of: ValueType<Int>.seed, atLeast: 1)
        return ValueType(
            noun: "a number of seeds, or a list of seeds",
            decode: { node, decoding in
                guard case .sequence = node.content else { return count.decode(node, &decoding).map { .count($0) } }
                guard let seeds = list.decode(node, &decoding) else { return nil }
                var seen: Set<Int> = []
                for seed in seeds where !seen.insert(seed.wrappedValue).inserted {
                    decoding.report(
                        "duplicate-value", "the seed \(seed.wrappedValue) stands there twice",
                        at: seed.position.map { Place($0, length: seed.length) }, help: ["leave one out"])
                }
                return .list(seeds)
            },
            schema: { definitions in .anyOf([count.schema(&definitions), list.schema(&definitions)]) },
            json: { _ in nil })
    }()
}
