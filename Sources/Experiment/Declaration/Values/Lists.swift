import YAMLSyntax

extension ValueType {
    /// A list of such values. Items that cannot be read are reported and left out.
    static func list<Item>(of item: ValueType<Item>, atLeast: Int = 0) -> ValueType<[Item]> where Value == [Item] {
        ValueType<[Located<Item>]>.locatedList(of: item, atLeast: atLeast).map({ $0.map(\.wrappedValue) }) { items in
            let values = items.compactMap(item.json)
            return values.count == items.count ? .array(values) : nil
        }
    }

    /// A list of such values, each with its place.
    static func locatedList<Item>(of item: ValueType<Item>, atLeast: Int = 0) -> ValueType<[Located<Item>]>
    where Value == [Located<Item>] {
        let noun = atLeast > 0 ? "a list of at least one entry" : "a list"
        return ValueType<[Located<Item>]>(
            noun: noun,
            decode: { node, decoding in
                guard case .sequence(let items) = node.content, items.count >= atLeast else {
                    decoding.mismatch(
                        node, needs: noun, help: node.text.map { $0.isEmpty ? [] : ["write [\($0)]"] } ?? [])
                    return nil
                }
                let subject = decoding.subject
                return items.compactMap { node in
                    decoding.subject = subject
                    return item.read(node, &decoding)
                }
            },
            schema: { definitions in
                .compact([
                    "type": "array", "items": item.placeSchema(&definitions), "minItems": atLeast > 0 ? .integer(atLeast) : nil,
                ])
            },
            json: { items in
                let values = items.compactMap { item.json($0.wrappedValue) }
                return values.count == items.count ? .array(values) : nil
            })
    }

    /// One such value alone, or a list of them.
    static func oneOrList<Item>(of item: ValueType<Item>, atLeast: Int = 0) -> ValueType<[Located<Item>]>
    where Value == [Located<Item>] {
        let list = ValueType<[Located<Item>]>.locatedList(of: item, atLeast: atLeast)
        return ValueType<[Located<Item>]>(
            noun: item.noun + " or a list of them",
            decode: { node, decoding in
                if case .sequence = node.content { return list.decode(node, &decoding) }
                return item.decode(node, &decoding).map { [Located($0, at: node.position, length: node.length)] }
            },
            schema: { definitions in .anyOf([item.schema(&definitions), list.schema(&definitions)]) },
            json: list.json)
    }

    /// A fixed number of values.
    static func tuple<Item>(of item: ValueType<Item>, count: Int, noun: String) -> ValueType<[Item]> where Value == [Item] {
        ValueType<[Item]>(
            noun: noun,
            decode: { node, decoding in
                guard case .sequence(let items) = node.content, items.count == count else {
                    decoding.mismatch(node, needs: noun)
                    return nil
                }
                let values = items.compactMap { item.read($0, &decoding)?.wrappedValue }
                return values.count == count ? values : nil
            },
            schema: { definitions in
                [
                    "type": "array", "items": item.placeSchema(&definitions), "minItems": .integer(count),
                    "maxItems": .integer(count),
                ]
            },
            json: { .array($0.compactMap(item.json)) })
    }
}

extension ValueType<[Int]> {
    /// A height and a width: two whole numbers, or one for both.
    static func oneOrPair(_ range: ClosedRange<Int>) -> Self {
        let one = ValueType<Int>.integer(range)
        let pair = ValueType<[Int]>.tuple(of: one, count: 2, noun: one.noun + ", or two of them (vertical, horizontal)")
        return ValueType(
            noun: pair.noun,
            decode: { node, decoding in
                if case .scalar = node.content { return one.decode(node, &decoding).map { [$0, $0] } }
                return pair.decode(node, &decoding)
            },
            schema: { definitions in .anyOf([one.schema(&definitions), pair.schema(&definitions)]) },
            json: pair.json)
    }
}

extension ValueType<[Double]> {
    /// Two numbers, the smaller one first.
    static func interval(_ bounds: Bounds) -> Self {
        let pair = ValueType<[Double]>.tuple(
            of: .number(bounds), count: 2, noun: "two numbers\(bounds.words), the smaller one first")
        return ValueType(
            noun: pair.noun,
            decode: { node, decoding in
                guard let ends = pair.decode(node, &decoding) else { return nil }
                guard ends[0] <= ends[1] else {
                    decoding.report(
                        "out-of-range", "`\(decoding.subject)` needs \(pair.noun)", at: node.place,
                        help: ["write [\(JSON.number(ends[1]).render()), \(JSON.number(ends[0]).render())]"])
                    return nil
                }
                return ends
            },
            schema: pair.schema, json: pair.json)
    }
}

extension ValueType<[Double]> {
    /// A number, or a list of them, one a channel.
    static func oneOrEach(_ bounds: Bounds = .any) -> Self {
        let one = ValueType<Double>.number(bounds)
        let list = ValueType<[Double]>.list(of: one, atLeast: 1)
        return ValueType(
            noun: one.noun + ", or a list of them, one a channel",
            decode: { node, decoding in
                if case .scalar = node.content { return one.decode(node, &decoding).map { [$0] } }
                return list.decode(node, &decoding)
            },
            schema: { definitions in .anyOf([one.schema(&definitions), list.schema(&definitions)]) },
            json: { $0.count == 1 ? one.json($0[0]) : list.json($0) })
    }
}

extension ValueType<[[Int]]> {
    /// What lies at the sides of an image, `[[top, bottom], [left, right]]`: a number for all, a pair (vertical, horizontal), or a pair of
    /// pairs.
    static func border(_ range: ClosedRange<Int>) -> Self {
        let one = ValueType<Int>.integer(range)
        let side = ValueType<[Int]>.oneOrPair(range)
        let pair = ValueType<[[Int]]>.tuple(
            of: side, count: 2, noun: one.noun + ", a pair (vertical, horizontal), or [[top, bottom], [left, right]]")
        return ValueType(
            noun: pair.noun,
            decode: { node, decoding in
                if case .scalar = node.content { return one.decode(node, &decoding).map { [[$0, $0], [$0, $0]] } }
                return pair.decode(node, &decoding)
            },
            schema: { definitions in .anyOf([one.schema(&definitions), pair.schema(&definitions)]) },
            json: pair.json)
    }
}
