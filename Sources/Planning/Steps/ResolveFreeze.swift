import Diagnostics
import Experiment
import Network
import Plan

extension Resolver {
    /// `freeze`: selectors that mean layers; frozen from the next compile on, in addition to what is frozen already.
    mutating func freeze(_ arguments: FreezeArguments, _ step: StepContext) -> (any StepKind)? {
        guard var state = state(of: arguments.$model, step), let chosen = chosen(arguments.$layers, of: state.network) else {
            return nil
        }
        state.frozen.formUnion(chosen)
        state.pendingFreeze = step.spec.$kind
        states[arguments.model] = state
        return FreezeStep(
            model: arguments.model, selectors: arguments.layers.map(\.wrappedValue),
            layers: chosen.sorted().map { state.network.layers[$0].name })
    }

    /// The indices of the layers that a step's selectors mean; nil, said here, where it names none.
    mutating func chosen(_ selectors: Located<[Located<String>]>, of network: NetworkDefinition) -> Set<Int>? {
        guard !selectors.wrappedValue.isEmpty else {
            if selectors.isWritten {
                report("no-layers", "no layer is named", at: selectors.place, help: [LayerSelector.forms])
            } else {
                isIncomplete = true
            }
            return nil
        }
        return layers(selectors.wrappedValue, of: network)
    }

    /// The indices of the layers that selectors mean; what a selector does not find is said at its place.
    mutating func layers(_ selectors: [Located<String>], of network: NetworkDefinition) -> Set<Int> {
        var chosen: Set<Int> = []
        for selector in selectors {
            do throws(LayerSelector.Problem) {
                chosen.formUnion(try LayerSelector.parse(selector.wrappedValue).matches(in: network))
            } catch {
                report("bad-selector", error.message, at: selector.place(at: error.offset), help: error.help)
            }
        }
        return chosen
    }
}

extension Located<String> {
    /// The place of a character within the text: exact where the text stands in the file as it is, else the text's beginning.
    func place(at offset: Int) -> Place? {
        guard let position else { return nil }
        let scalars = wrappedValue.unicodeScalars.count
        guard offset > 0, length == scalars || length == scalars + 2 else { return place }
        let quote = (length - scalars) / 2
        return Place(SourcePosition(file: position.file, line: position.line, column: position.column + quote + offset))
    }
}
