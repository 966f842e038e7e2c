import Network
import Plan

/// What two plans must have in common for a run of one to go on from the state of a run of the other.
///
/// All that shapes the state, the batches and the history must agree. What training may change between two epochs may differ: the seed, the
/// arguments of optimizers, losses and callbacks, augmentations, class weights, and of the models whatever leaves the shapes of their
/// parameters alone, such as rates of dropout.
public enum AdoptionForm {
    /// What stands in the way of going on from one plan under another; empty where nothing does.
    ///
    /// - Throws: Where a plan cannot be written as JSON.
    public static func obstacles(from old: Plan, to new: Plan) throws -> [PlanDifference.Change] {
        func identity(_ plan: Plan) throws -> JSONValue { try PlanCoding.decode(JSONValue.self, from: plan.identity()) }
        func shapes(_ plan: Plan) -> [String: [[Int]]] {
            Dictionary(plan.models.map { ($0.name, $0.network.parameters.map(\.parameter.shape)) }) { first, _ in first }
        }
        let models = shapes(old).merging(shapes(new)) { old, _ in old }
        return obstacles(from: try identity(old), to: try identity(new))
            + models.keys.sorted().compactMap { name in
                misfit(of: models[name] ?? [], in: new, model: name)
            }
    }

    /// The same for plans as locks have them, models aside.
    static func obstacles(from old: JSONValue, to new: JSONValue) -> [PlanDifference.Change] {
        PlanDifference(from: form(old), to: form(new)).changes
    }

    /// What is wrong with parameters of some shapes for a model of a plan; nil where nothing is.
    static func misfit(of shapes: [[Int]], in plan: Plan, model name: String) -> PlanDifference.Change? {
        let new = plan.model(name)?.network.parameters.map(\.parameter.shape) ?? []
        guard shapes != new else { return nil }
        func text(_ shapes: [[Int]]) -> JSONValue {
            .string("\(shapes.count) parameters with \(shapes.reduce(0) { $0 + $1.reduce(1, *) }) numbers")
        }
        return PlanDifference.Change(path: "models.\(name)", old: text(shapes), new: text(new))
    }

    /// A plan without what may differ.
    private static func form(_ plan: JSONValue) -> JSONValue {
        guard case .object(var plan) = plan else { return plan }
        for key in ["models", "seed"] { plan[key] = nil }
        plan["datasets"] = each(plan["datasets"]) { data in
            for key in ["augmentation", "class_weight", "seed"] { data[key] = nil }
        }
        plan["steps"] = each(plan["steps"]) { step in
            guard case .object(var action) = step["action"] else { return }
            for key in ["learning_rates", "undecayed"] { action[key] = nil }
            for key in ["loss", "optimizer"] where action[key] != nil { action[key] = only(["kind"], of: action[key]) }
            action["callbacks"] = each(action["callbacks"]) { callback in
                callback = callback.filter { ["kind", "monitor", "mode", "filename"].contains($0.key) }
            }
            step["action"] = .object(action)
        }
        return .object(plan)
    }

    /// A list with each of its objects changed.
    private static func each(_ list: JSONValue?, _ change: (inout [String: JSONValue]) -> Void) -> JSONValue? {
        guard case .array(let items)? = list else { return list }
        return .array(
            items.map { item in
                guard case .object(var object) = item else { return item }
                change(&object)
                return .object(object)
            })
    }

    private static func only(_ keys: Set<String>, of value: JSONValue?) -> JSONValue? {
        guard case .object(let object)? = value else { return value }
        return .object(object.filter { keys.contains($0.key) })
    }
}
