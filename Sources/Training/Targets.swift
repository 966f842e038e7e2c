import Diagnostics
import Network

/// Class numbers as the loss wants them.
enum Targets {
    /// Targets, row-major (count, values of a target).
    ///
    /// - Throws: A diagnostic where a class has no place in the output.
    static func encode(_ labels: [Int], as encoding: TargetEncoding, width: Int) throws(Diagnostic) -> [Float] {
        let classes = encoding == .binary ? 2 : width
        if let label = labels.first(where: { $0 < 0 || $0 >= classes }) {
            throw Diagnostic(
                "label-outside-output", .error,
                "a sample has the class number \(label), but the model's output has room for \(classes) classes",
                help: ["give the last layer one unit for each class"])
        }
        switch encoding {
        case .binary, .index: return labels.map { Float($0) }
        case .oneHot:
            var targets = [Float](repeating: 0, count: labels.count * width)
            for (row, label) in labels.enumerated() { targets[row * width + label] = 1 }
            return targets
        }
    }

    /// The weight of each sample, that of its class; a class without a weight has 1.
    static func weights(_ labels: [Int], classWeight: [Double]?) -> [Float]? {
        guard let classWeight else { return nil }
        return labels.map { classWeight.indices.contains($0) ? Float(classWeight[$0]) : 1 }
    }
}
