import Diagnostics
import Network
import Plan

/// What a file would do to a network: which tensor becomes which parameter, and why others do not.
public struct WeightMatch: Sendable {
    /// A tensor that becomes a parameter.
    private struct Source {
        var tensor: Int
        var rearrangement: Rearrangement
    }

    /// Every parameter and every tensor, and what becomes of it.
    public private(set) var report: LoadReport
    /// Why nothing is loaded; nil where the report holds.
    public private(set) var refusal: Diagnostic?
    /// One for each of the network's parameters; nil where it stays as it is.
    private var sources: [Source?] = []

    /// Matches a file to a network.
    ///
    /// By order as Keras's `load_weights`: layers with weights by position (files of Keras 3 by class and number), tensors of a layer by
    /// position. By name as `by_name=True`: what has no counterpart is left alone. Shapes must agree, unless the step skips what does not fit.
    /// To load nothing at all is an error.
    ///
    /// - Parameter name: The file's name, for messages.
    public init(_ index: WeightsIndex, named name: String, to network: NetworkDefinition, as step: LoadWeightsStep) {
        let matching = WeightMatching(index, to: network, as: step)
        report = LoadReport(
            from: step.from.description, format: index.format, layout: matching.layout, by: step.by, entries: [])
        let images = network.flattenedImages
        var used: Set<Int> = []
        for (((parameter, _, description), image), candidate) in zip(zip(network.parameters, images), matching.candidates) {
            var entry = LoadReport.Entry(parameter: parameter, parameterShape: description.shape, outcome: .skipped)
            var source: Source?
            switch candidate {
            case .none(let reason): entry.reason = reason
            case .missing(let reason):
                entry.reason = reason
                entry.outcome = .refused
            case .misfit(let reason):
                entry.reason = reason
                entry.outcome = step.skipMismatched && matching.problem == nil ? .skipped : .refused
            case .tensor(let place):
                used.insert(place)
                let tensor = index.tensors[place]
                entry.tensor = tensor.name
                entry.tensorShape = tensor.shape
                let rearrangement =
                    matching.layout == .torch
                    ? Rearrangement(ofTorch: tensor.shape, to: description.shape, image: image)
                    : Rearrangement(image: index.flattensChannelsFirst ? image : nil)
                let shape = rearrangement.shape(of: tensor.shape)
                if shape == description.shape {
                    entry.outcome = .loaded
                    entry.rearranged = rearrangement.description
                    source = Source(tensor: place, rearrangement: rearrangement)
                } else {
                    entry.outcome = step.skipMismatched ? .skipped : .refused
                    entry.reason =
                        rearrangement.axes == nil ? Self.anotherShape : "\(Self.anotherShape), \(Shape(shape)) in Keras's layout"
                }
            }
            report.entries.append(entry)
            sources.append(source)
        }
        report.entries += index.tensors.enumerated().filter { !used.contains($0.offset) }.map { _, tensor in
            LoadReport.Entry(
                tensor: tensor.name, tensorShape: tensor.shape, outcome: .skipped, reason: "no parameter takes it")
        }
        refusal = Self.refusal(report, matching.problem, named: name)
    }

    /// The values for each of the network's parameters, in Keras's layout; nil where one stays as it is.
    ///
    /// - Parameter file: The file whose index was matched.
    public func values(of file: WeightsFile) -> [Tensor?] {
        sources.map { source in
            guard let source, file.tensors.indices.contains(source.tensor) else { return nil }
            let tensor = file.tensors[source.tensor].tensor
            return source.rearrangement.isIdentity ? tensor : source.rearrangement(tensor)
        }
    }

    // MARK: Refusals

    private static let anotherShape = "another shape"
    /// How many mismatches a message lists.
    private static let listed = 12

    private static func refusal(
        _ report: LoadReport, _ problem: (message: String, help: [String])?, named name: String
    ) -> Diagnostic? {
        if let problem { return mismatch("\(name) \(problem.message)", problem.help) }
        let refused = report.entries.filter { $0.outcome == .refused }
        if let first = refused.first {
            let remedies = remedies(refused)
            if refused.count == 1 { return mismatch(sentence(first, in: name), remedies) }
            let sentences = refused.prefix(listed).map { sentence($0, in: "the file") }
            let more = refused.count > listed ? ["and \(refused.count - listed) more"] : []
            return mismatch("\(refused.count) parameters do not fit \(name)", sentences + more + remedies)
        }
        guard report.count(.loaded) == 0 else { return nil }
        guard report.entries.contains(where: { $0.parameter != nil }) else {
            return mismatch("the network has no parameters to load", [])
        }
        let unfit = report.entries.filter { $0.parameter != nil && $0.tensor != nil }
        if !unfit.isEmpty {
            return mismatch("nothing in \(name) fits", unfit.prefix(listed).map { sentence($0, in: "the file") })
        }
        return namesake(report, named: name)
    }

    /// Nothing has the name of anything.
    private static func namesake(_ report: LoadReport, named name: String) -> Diagnostic {
        let ours = report.entries.compactMap(\.parameter)
        let theirs = report.entries.compactMap { $0.parameter == nil ? $0.tensor : nil }
        var help = [
            "the network has \(ours.prefix(3).joined(separator: ", ")); the file has "
                + theirs.prefix(3).map(JSONText.shown).joined(separator: ", ")
        ]
        // A few names are enough to see a slip of the pen, and a file may have millions.
        let (some, candidates) = (ours.prefix(8), theirs.prefix(500))
        if let near = some.lazy.compactMap({ our in Spelling.nearest(to: our, in: candidates).map { (our, $0) } }).first {
            help.append("is \(JSONText.shown(near.1)) meant to be \(near.0)?")
        }
        help.append("give the layers the names of the file, write a mapping, or load with by: order")
        return mismatch("no tensor in \(name) has the name of a parameter of the network", help)
    }

    private static func sentence(_ entry: LoadReport.Entry, in file: String) -> String {
        let parameter = entry.parameter ?? ""
        guard let tensor = entry.tensor, let shape = entry.parameterShape, let theirs = entry.tensorShape else {
            return "\(parameter): \(entry.reason ?? "it does not fit")"
        }
        // What the reason says after these words: the shape in Keras's layout.
        let note = entry.reason?.dropFirst(anotherShape.count) ?? ""
        return "\(parameter) has the shape \(Shape(shape)), and \(JSONText.shown(tensor)) in \(file) has \(Shape(theirs))\(note)"
    }

    private static func remedies(_ refused: [LoadReport.Entry]) -> [String] {
        let canSkip = refused.contains { $0.tensor != nil }
        return ["compare the layers of both with assay plan"]
            + (canSkip ? ["with skip_mismatched: true those that do not fit stay as they are"] : [])
    }

    private static func mismatch(_ message: String, _ help: [String]) -> Diagnostic {
        Diagnostic("weights-mismatch", .error, message, help: help)
    }
}
