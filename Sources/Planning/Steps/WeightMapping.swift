import Diagnostics
import Experiment
import Network
import Plan

/// A mapping of names as written: `conv*: features.*` for layers, `head/kernel: classifier.weight` for single parameters.
struct WeightMapping {
    /// What is wrong with an entry.
    struct Problem {
        var message: String
        var help: [String]
    }

    private let entries: [Named<String>]
    /// Layers with weights.
    private let layers: [String]
    private let parameters: [String]

    /// A mapping for a network.
    init(_ entries: [Named<String>], network: NetworkDefinition) {
        self.entries = entries
        layers = network.layers.filter { !$0.parameters.isEmpty }.map(\.name)
        parameters = network.parameters.map(\.name)
    }

    /// A pair for each layer and parameter that an entry means, in the order of the entries; the first entry that means a name counts.
    ///
    /// - Parameter report: Told what is wrong, and where.
    func counterparts(_ report: (Problem, Place?) -> Void) -> [LoadWeightsStep.Counterpart] {
        var taken: Set<String> = []
        var result: [LoadWeightsStep.Counterpart] = []
        for entry in entries {
            let stars = [entry.name, entry.value].map { text in text.count { $0 == "*" } }
            guard stars[0] == stars[1], !entry.value.isEmpty else {
                report(
                    Problem(
                        message: entry.value.isEmpty
                            ? "`\(entry.name)` stands for no name"
                            : "`\(entry.name)` has \(stars[0]) `*`, and `\(entry.value)` has \(stars[1])",
                        help: ["each * stands for the same on both sides, in order: conv_*: features.*"]), entry.$name.place)
                continue
            }
            // A layer of a model within the model has a slash in its name, as every parameter has.
            let ofLayers = counterparts(of: entry, among: layers)
            let isParameter = ofLayers.isEmpty && entry.name.contains("/")
            let known = isParameter ? parameters : layers
            let found = isParameter ? counterparts(of: entry, among: parameters) : ofLayers
            if found.isEmpty {
                let what = isParameter ? "parameter" : "layer with weights"
                report(
                    Problem(
                        message: "no \(what) \(Glob.isPattern(entry.name) ? "fits" : "is called") `\(entry.name)`",
                        help: Spelling.help(
                            for: entry.name, in: known, what: isParameter ? "parameters" : "layers with weights")),
                    entry.$name.place)
            }
            for (ours, theirs) in found where taken.insert(ours).inserted {
                result.append(LoadWeightsStep.Counterpart(ours: ours, theirs: theirs))
            }
        }
        return result
    }

    private func counterparts(of entry: Named<String>, among names: [String]) -> [(ours: String, theirs: String)] {
        names.compactMap { name in Glob.captures(of: name, entry.name).map { (name, Glob.filled(entry.value, with: $0)) } }
    }
}
