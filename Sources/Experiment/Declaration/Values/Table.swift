import YAMLSyntax

extension ValueType {
    /// A section: names that the file defines, each with a value. An entry that cannot be read at all is left out.
    static func section<Item>(of item: ValueType<Item>, noun: String) -> ValueType<[Named<Item>]> where Value == [Named<Item>] {
        table(of: item, noun: noun, areNames: true)
    }

    /// A mapping of free keys.
    ///
    /// - Parameter areNames: Whether the keys are names that steps and flags use, and keep their rule.
    static func table<Item>(
        of item: ValueType<Item>, noun: String, areNames: Bool = false
    ) -> ValueType<[Named<Item>]> where Value == [Named<Item>] {
        ValueType<[Named<Item>]>(
            noun: noun,
            decode: { node, decoding in
                if node.isNull { return [] }
                guard case .mapping(let entries) = node.content else {
                    decoding.mismatch(node, needs: noun)
                    return nil
                }
                return entries.compactMap { entry in
                    let place = entry.place
                    if areNames, !Name.isValid(entry.key) {
                        decoding.report("bad-name", "`\(entry.key)` is no name", at: place, help: ["write \(Name.rule)"])
                    }
                    decoding.subject = entry.key
                    let name = Located(entry.key, at: place.position, length: place.length)
                    let gaps = decoding.gaps
                    let value = item.read(entry.value, &decoding)
                    if decoding.gaps > gaps { decoding.lost.insert(entry.key) }
                    return value.map { Named(name: name, value: $0.wrappedValue) }
                }
            },
            schema: { definitions in
                .compact([
                    "type": ["object", "null"], "propertyNames": areNames ? ["pattern": .string(Name.pattern)] : nil,
                    "additionalProperties": item.placeSchema(&definitions),
                ])
            },
            json: { $0.isEmpty ? .object([]) : nil })
    }
}
