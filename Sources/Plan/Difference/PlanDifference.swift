import Foundation

/// How two plans differ, place by place: `steps.training_1.epochs: 3 -> 5`.
///
/// Places are named as the language names them: what has an id, a name or a kind of its own in a list goes by that, not by its
/// number, so that a step more does not move the others. Shapes of layers are left out, as they follow from the rest.
public struct PlanDifference: Hashable, Sendable {
    /// One place where they differ.
    public struct Change: Hashable, Sendable, CustomStringConvertible {
        /// Where: `steps.training_1.callbacks.ReduceLROnPlateau.patience`.
        public var path: String
        /// What the first has there; nil where it has nothing.
        public var old: JSONValue?
        /// What the second has there; nil where it has nothing.
        public var new: JSONValue?

        /// Creates a change.
        public init(path: String, old: JSONValue?, new: JSONValue?) {
            self.path = path
            self.old = old
            self.new = new
        }

        /// `steps.training_1.epochs: 3 -> 5`.
        public var description: String {
            switch (old, new) {
            case (let old?, let new?): "\(path): \(old) -> \(new)"
            case (let old?, nil): "\(path): \(old) is gone"
            case (nil, let new?): "\(path): \(new) is new"
            case (nil, nil): path
            }
        }
    }

    /// The changes in the order of the second plan; empty where the plans are the same.
    public private(set) var changes: [Change] = []

    /// Compares two plans.
    public init(from old: Plan, to new: Plan) throws { try self.init(from: PlanCoding.encode(old), to: PlanCoding.encode(new)) }

    /// Compares two plans as `plan.json` has them.
    ///
    /// - Throws: Where one is no JSON.
    public init(from old: Data, to new: Data) throws {
        self.init(
            from: try PlanCoding.decode(JSONValue.self, from: old), to: try PlanCoding.decode(JSONValue.self, from: new))
    }

    /// Compares two plans as JSON, which may be of other versions of this program.
    public init(from old: JSONValue, to new: JSONValue) { compare(old, new, at: "") }

    /// Keys that stand between a place and its name in the language.
    private static let inner: Set<String> = ["action", "layer", "metric", "network", "source", "_0"]

    private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, at path: String) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let old)?, .object(let new)?):
            if old["kind"] != new["kind"] { return note(.object(old), .object(new), at: path) }
            compare(old, new, at: path)
        case (.array(let old)?, .array(let new)?): compare(old, new, at: path)
        default: note(old, new, at: path)
        }
    }

    private mutating func compare(_ old: [String: JSONValue], _ new: [String: JSONValue], at path: String) {
        let isLayer = old["layer"] != nil && new["layer"] != nil
        for key in Set(old.keys).union(new.keys).sorted() where !(isLayer && (key == "input" || key == "output")) {
            var place = path.isEmpty ? key : "\(path).\(key)"
            if Self.inner.contains(key), case .object? = old[key], case .object? = new[key] { place = path }
            compare(old[key], new[key], at: place)
        }
    }

    private mutating func compare(_ old: [JSONValue], _ new: [JSONValue], at path: String) {
        guard let oldNames = Self.names(old), let newNames = Self.names(new) else {
            return note(.array(old), .array(new), at: path)
        }
        let before = Dictionary(zip(oldNames, old), uniquingKeysWith: { first, _ in first })
        for (name, value) in zip(newNames, new) { compare(before[name], value, at: "\(path).\(name)") }
        for (name, value) in zip(oldNames, old) where !newNames.contains(name) { compare(value, nil, at: "\(path).\(name)") }
        let (kept, order) = (oldNames.filter(newNames.contains), newNames.filter(oldNames.contains))
        if kept != order { note(.array(kept.map { .string($0) }), .array(order.map { .string($0) }), at: "\(path) (order)") }
    }

    /// What each item of a list goes by, all different; nil where they have nothing to go by.
    private static func names(_ items: [JSONValue]) -> [String]? {
        for key in ["id", "name"] {
            let names = items.compactMap { $0[key]?.text }
            if names.count == items.count, Set(names).count == names.count { return names }
        }
        let kinds = items.compactMap { $0["kind"]?.text }
        guard kinds.count == items.count else { return nil }
        // The second of a kind is `Dense[1]`.
        var seen: [String: Int] = [:]
        return kinds.map { kind in
            let number = seen[kind, default: 0]
            seen[kind] = number + 1
            return number == 0 ? kind : "\(kind)[\(number)]"
        }
    }

    private mutating func note(_ old: JSONValue?, _ new: JSONValue?, at path: String) {
        changes.append(Change(path: path.isEmpty ? "the plan" : path, old: old, new: new))
    }
}
