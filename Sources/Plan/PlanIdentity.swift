import Foundation
import Network

extension Plan {
    /// The bytes that stand for what this plan computes: equal where the numbers will be equal, and fit to be hashed.
    ///
    /// They leave out what changes no number (the name, the description, the claims, data sets that no step uses, how a freeze was written, how much is cached) and every
    /// absolute path: the hashes of the data and of weights files, which an executor lays beside this one, stand for what lies there.
    public func identity() throws -> Data {
        var plan = self
        plan.name = ""
        plan.description = ""
        plan.claims = []
        let used = Set(steps.flatMap { $0.action.value.datasets })
        plan.datasets = datasets.filter { used.contains($0.name) }.map { dataset in
            var dataset = dataset
            dataset.source = dataset.source.withoutPaths
            dataset.cacheBytes = 0
            return dataset
        }
        plan.steps = steps.map { step in
            guard let action = OneOf<StepFamily>(step.action.value.withoutPaths) else { return step }
            return StepPlan(id: step.id, action: action)
        }
        return try PlanCoding.encode(plan)
    }
}

extension DatasetSource {
    /// The same kind of source, wherever it lies.
    fileprivate var withoutPaths: DatasetSource {
        switch self {
        case .folder: .folder(path: "")
        case .csv: .csv(path: "", root: "")
        case .synthetic: self
        }
    }
}

extension StepKind {
    /// The same step without absolute paths and without the words it was written in.
    fileprivate var withoutPaths: any StepKind {
        if var step = self as? LoadWeightsStep, case .file = step.from {
            step.from = .file(path: "")
            return step
        }
        if var step = self as? CompileStep, let rates = step.learningRates {
            step.learningRates = rates.map { LayerRates(selector: "", rate: $0.rate, layers: $0.layers) }
            return step
        }
        if var step = self as? FreezeStep {
            step.selectors = []
            return step
        }
        if var step = self as? UnfreezeStep {
            step.selectors = []
            return step
        }
        if var step = self as? ReinitializeStep {
            step.selectors = []
            return step
        }
        if var step = self as? TrainStep {
            step.thaw = step.thaw?.map { Thaw(epoch: $0.epoch, layers: $0.layers) }
            return step
        }
        return self
    }
}
