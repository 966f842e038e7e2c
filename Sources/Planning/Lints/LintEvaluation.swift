import Experiment
import Plan

extension Resolver {
    /// Data that is measured on: not drawn anew each time, and not what the training was chosen by.
    mutating func lintEvaluationData(_ steps: [StepPlan]) {
        for (id, spec) in zip(ids, file.steps) {
            if let evaluate = spec.value as? EvaluateArguments { lintRandom(evaluate.$data, id) }
            guard let train = spec.value as? TrainArguments, let name = train.validationData else { continue }
            let place = train.$validationData
            lintRandom(Located(name, at: place.position, length: place.length), id)
            guard let validation = datasets.first(where: { $0.name == name }) else { continue }
            let tests = steps.compactMap { step in
                (step.action.kind as? EvaluateStep).flatMap { evaluate in
                    datasets.first { $0.name == evaluate.data && Self.sameImages($0, validation) }.map { _ in "`\(step.id)`" }
                }
            }
            if !tests.isEmpty {
                report(
                    "validation-is-test", .lint,
                    "`\(id)` is steered by the same images that \(tests.joined(separator: ", ")) measure\(tests.count == 1 ? "s" : "") on",
                    at: place.place,
                    help: ["figures from a set that chose the epoch are too good; keep a set of its own for them"])
            }
        }
    }

    /// Whether two data sets hold the same images, whatever is done to them.
    private static func sameImages(_ a: DatasetPlan, _ b: DatasetPlan) -> Bool { a.source == b.source && a.split == b.split }

    private mutating func lintRandom(_ name: Located<String>, _ step: String) {
        guard let data = datasets.first(where: { $0.name == name.wrappedValue }),
            data.augmentation.contains(where: \.value.isRandom)
        else { return }
        report(
            "random-evaluation", .lint,
            "`\(step)` measures on images that `\(data.name)` augments at random: its figure is itself a draw",
            at: name.place, help: ["measure on a data set without random augmentation"])
    }
}
