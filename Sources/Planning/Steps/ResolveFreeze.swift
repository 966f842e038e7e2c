import Diagnostics
import Experiment
import Plan

extension Resolver {
    /// `freeze`: selectors that mean layers; frozen from the next compile on, in addition to what is frozen already.
    mutating func freeze(_ arguments: FreezeArguments, _ step: StepContext) -> (any StepKind)? {
        guard var state = state(of: arguments.$model, step) else { return nil }
        guard !arguments.layers.isEmpty else {
            if arguments.$layers.isWritten {
                report("no-layers", "no layer is named", at: arguments.$layers.place, help: [LayerSelector.forms])
            } else {
                isIncomplete = true
            }
            return nil
        }
        var chosen: Set<Int> = []
        for selector in arguments.layers {
            do throws(LayerSelector.Problem) {
                chosen.formUnion(try LayerSelector.parse(selector.wrappedValue).matches(in: state.network))
            } catch {
                report("bad-selector", error.message, at: selector.place(at: error.offset), help: error.help)
            }
        }
        state.frozen.formUnion(chosen)
        state.pendingFreeze = step.spec.$kind.place
        states[arguments.model] = state
        return FreezeStep(
            model: arguments.model, selectors: arguments.layers.map(\.wrappedValue),
            layers: chosen.sorted().map { state.network.layers[$0].name })
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
