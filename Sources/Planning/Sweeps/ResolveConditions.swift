import Diagnostics
import Experiment
import Plan

extension Resolver {
    /// Says which conditions can never hold: of unknown parameters, on values that these cannot have, and in a circle.
    mutating func checkConditions(of spec: SweepSpec) {
        let parameters = spec.parameters.map(\.wrappedValue)
        let paths = parameters.map(\.path)
        for parameter in parameters {
            for condition in parameter.conditions {
                guard let other = parameters.first(where: { $0.path == condition.path }) else {
                    guard !file.lost.contains("sweep") else { continue }
                    report(
                        "unknown-parameter", "`when` names `\(condition.path)`, which this sweep does not vary",
                        at: condition.$path.place,
                        help: Spelling.help(
                            for: condition.path, in: paths.filter { $0 != parameter.path }, what: "parameters of the sweep"))
                    continue
                }
                for value in condition.values { check(value, isOf: other) }
            }
        }
        var finished: Set<String> = []
        for parameter in parameters { checkCircle(from: parameter, parameters, chain: [], &finished) }
    }

    /// Whether a parameter can have the value on which another one depends.
    private mutating func check(_ value: Located<SweepValue>, isOf other: SweepParameterSpec) {
        let text = value.wrappedValue.text
        switch other.domain {
        case .values(let values, _):
            guard !values.contains(value.wrappedValue) else { return }
            report(
                "unknown-value", "`\(other.path)` is never \(text)", at: value.place,
                help: Spelling.help(for: text, in: values.map(\.text), what: "its values"))
        case .intUniform(let low, let high):
            if let number = value.wrappedValue.number, let whole = Int(exactly: number), (low...high).contains(whole) { return }
            report(
                "unknown-value", "`\(other.path)` is never \(text)", at: value.place,
                help: ["it is a whole number from \(low) to \(high)"])
        case .uniform, .logUniform:
            report(
                "unknown-value", "`\(other.path)` is any number of an interval, and hardly ever \(text)", at: value.place,
                help: ["depend on a parameter with a list of values"])
        }
    }

    /// Follows conditions from one parameter to the next.
    private mutating func checkCircle(
        from parameter: SweepParameterSpec, _ all: [SweepParameterSpec], chain: [String], _ finished: inout Set<String>
    ) {
        guard !finished.contains(parameter.path) else { return }
        finished.insert(parameter.path)
        for condition in parameter.conditions {
            let chain = chain + [parameter.path]
            if let start = chain.firstIndex(of: condition.path) {
                report(
                    "cyclic-condition",
                    "parameters depend on each other in a circle: "
                        + (chain[start...] + [condition.path]).joined(separator: " -> "), at: condition.$path.place,
                    help: ["leave out one `when`"])
            } else if chain.count < 1000, let next = all.first(where: { $0.path == condition.path }) {
                checkCircle(from: next, all, chain: chain, &finished)
            }
        }
    }

    /// Reads each constraint; those that make no sense are said, at the place inside their text, and left out.
    mutating func resolveConstraints(of spec: SweepSpec) -> [SweepConstraint] {
        let parameters = spec.parameters.map(\.wrappedValue)
        let settable = Set(parameters.map(\.path) + spec.extraTrials.flatMap { $0.wrappedValue.map(\.path) })
        return spec.constraints.compactMap { text in
            do throws(ConstraintExpression.Malformed) {
                let expression = try ConstraintExpression(parsing: text.wrappedValue)
                for name in expression.names { check(name, of: text, parameters, settable) }
            } catch {
                report("malformed-constraint", error.message, at: text.place(atColumn: error.column, length: 1))
                return nil
            }
            return SweepConstraint(text: text.wrappedValue)
        }
    }

    private mutating func check(
        _ name: ConstraintExpression.Name, of text: Located<String>, _ parameters: [SweepParameterSpec], _ settable: Set<String>
    ) {
        let place = text.place(atColumn: name.column, length: name.path.unicodeScalars.count)
        guard settable.contains(name.path) else {
            guard !file.lost.contains("sweep") else { return }
            let owner = parameters.first { parameter in
                if case .values(let values, _) = parameter.domain { values.contains { $0.unquoted == name.path } } else { false }
            }
            var help = owner == nil ? [] : ["a text stands in quotes: '\(name.path)'"]
            let parts = name.path.split(separator: "-").map(String.init)
            if parts.count > 1, parts.contains(where: settable.contains) {
                help.append("a `-` without blanks around it belongs to a name: write `\(parts.joined(separator: " - "))`")
            }
            if file.parameterNames.contains(name.path) {
                help.append("the file's `\(name.path)` is the same in all trials: write its value, or vary it too")
            }
            report(
                "unknown-name", "this sweep does not vary `\(name.path)`", at: place,
                help: help + Spelling.help(for: name.path, in: parameters.map(\.path), what: "its parameters"))
            return
        }
        guard name.isNumeric, let parameter = parameters.first(where: { $0.path == name.path }),
            case .values(let values, _) = parameter.domain, values.allSatisfy({ $0.number == nil })
        else { return }
        report(
            "not-a-number", "a number is due here, and `\(name.path)` is \(values[0].text)", at: place,
            help: ["compare texts with == and !="])
    }
}

extension Located where Value == String {
    /// A place inside the text, from its column, where the text was written on one line without escapes; else that of the whole.
    fileprivate func place(atColumn column: Int, length: Int) -> Place? {
        guard let position else { return nil }
        let count = wrappedValue.unicodeScalars.count
        guard self.length == count || self.length == count + 2 else { return Place(position, length: self.length) }
        let quote = self.length == count ? 0 : 1
        let start = SourcePosition(file: position.file, line: position.line, column: position.column + quote + column - 1)
        return Place(start, length: length)
    }
}
