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

    /// A layer with weights, or a parameter: its name, and those by which it may be meant.
    private typealias Known = (name: String, others: [String])

    private let entries: [Named<String>]
    private let isLibrary: Bool
    private let layers: [Known]
    private let parameters: [Known]

    /// A mapping for a network, or for the model within it that `chosen` layers are of.
    ///
    /// - Parameter isLibrary: Whether it serves other networks too, so that an entry may mean nothing here.
    init(_ entries: [Named<String>], network: NetworkDefinition, chosen: [String]?, isLibrary: Bool) {
        self.entries = entries
        self.isLibrary = isLibrary
        let all = zip(network.layers, network.namesInFiles(for: chosen)).filter { !$0.parameters.isEmpty && !$1.isEmpty }
        layers = all.map { ($0.name, $1) }
        parameters = all.flatMap { node, names in
            node.parameters.map { parameter in ("\(node.name)/\(parameter.name)", names.map { "\($0)/\(parameter.name)" }) }
        }
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
            // A layer of a model within the network has a slash in its name too.
            let known = [layers, parameters].map { meant(by: entry, among: $0) }
            let found = known[0].isEmpty ? known[1] : known[0]
            if found.isEmpty, !isLibrary {
                let isParameter = entry.name.contains("/")
                let what = isParameter ? "parameter" : "layer with weights"
                report(
                    Problem(
                        message: "no \(what) \(Glob.isPattern(entry.name) ? "fits" : "is called") `\(entry.name)`",
                        help: Spelling.help(
                            for: entry.name, in: (isParameter ? parameters : layers).map(\.name),
                            what: isParameter ? "parameters" : "layers with weights")),
                    entry.$name.place)
            }
            for (ours, theirs) in found where taken.insert(ours).inserted {
                result.append(LoadWeightsStep.Counterpart(ours: ours, theirs: theirs))
            }
        }
        return result
    }

    /// What an entry means, with the file's name for each.
    private func meant(by entry: Named<String>, among known: [Known]) -> [(ours: String, theirs: String)] {
        known.compactMap { name, others in
            others.lazy.compactMap { Glob.captures(of: $0, entry.name) }.first.map { (name, Glob.filled(entry.value, with: $0)) }
        }
    }
}
