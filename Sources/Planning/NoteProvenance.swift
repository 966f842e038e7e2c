import Diagnostics
import Experiment
import Plan

extension Resolver {
    /// Notes where every value of the file was written, under the path by which `--set` would change it.
    mutating func noteProvenance() {
        note(file, under: "")
        for entry in file.datasets { note(entry.value, under: "datasets.\(entry.name).") }
        for entry in file.models {
            note(entry.value, under: "models.\(entry.name).")
            for (index, layer) in entry.value.layers.enumerated() {
                note(layer.written, under: "models.\(entry.name).layers[\(index)]")
            }
        }
        for list in file.augmentations {
            for (index, entry) in list.value.enumerated() { note(entry, under: "augmentations.\(list.name)[\(index)]") }
        }
        for list in file.callbacks {
            for (index, entry) in list.value.enumerated() { note(entry, under: "callbacks.\(list.name)[\(index)]") }
        }
        for (id, step) in zip(ids, file.steps) { note(step, under: "steps.\(id)") }
        for (index, claim) in file.claims.enumerated() { note(claim, under: "claims[\(index)].") }
    }

    /// Folds over a declaration: each of its located values that was written.
    private mutating func note(_ value: Any, under prefix: String) {
        for child in Mirror(reflecting: value).children {
            guard let label = child.label, label.hasPrefix("_"), let located = child.value as? any Positioned else { continue }
            provenance.note(prefix + String(label.dropFirst()).snakeCased, located.position)
        }
    }

    /// A kind and its arguments.
    private mutating func note<Value>(_ written: Written<Value>, under path: String) {
        provenance.note(path, written.$kind.position)
        for (key, place) in written.places { provenance.note("\(path).\(key)", place.position) }
    }
}

/// A located value of any type.
private protocol Positioned {
    var position: SourcePosition? { get }
}

extension Located: Positioned {}
