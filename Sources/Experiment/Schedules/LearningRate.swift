import Network
import YAMLSyntax

extension ValueType<LearningRate> {
    /// A rate: a number, or a schedule by its name.
    static let learningRate: Self = {
        let number = ValueType<Double>.number(.atLeast(0))
        return ValueType(
            noun: number.noun + ", or a schedule",
            decode: { node, decoding in
                let name = KindList.kind(of: node)?.kind
                if case .mapping = node.content {
                } else if name.flatMap({ Kinds.schedules.member(named: $0) }) == nil {
                    return number.decode(node, &decoding).map { .constant($0) }
                }
                return Kinds.schedules.read(node, &decoding).map { .schedule($0.value) }
            },
            schema: { definitions in .anyOf([number.schema(&definitions), Kinds.schedules.type.schema(&definitions)]) },
            json: { rate in
                if case .constant(let value) = rate { number.json(value) } else { nil }
            })
    }()
}
