import Diagnostics

/// Where something was written.
public struct Place: Hashable, Sendable {
    /// Its first character.
    public var position: SourcePosition
    /// How many Unicode scalars it takes there.
    public var length: Int
    /// Creates a place.
    public init(_ position: SourcePosition, length: Int = 1) {
        self.position = position
        self.length = length
    }
}

/// A value of some kind as a person wrote it, `{Dropout: 0.2}`: the value, the place of the kind's name and of every argument.
public struct Written<Value: Sendable>: Sendable {
    /// The value, with defaults where nothing was written.
    public var value: Value
    /// The kind's own name (`Adam`, also where `adam` was written), and where it stands.
    @Located public var kind: String
    /// What the person calls it: the `name` of a layer, the `id` of a step; nil where it has none.
    @Located public var label: String?
    /// What the `inputs` of a layer name; empty where it has none.
    public var inputs: [Located<String>]
    /// Where each written argument's value stands, by key.
    public var places: [String: Place]
    /// Whether all that was written could be read; what could not be has been reported, and holds its default.
    public var isComplete: Bool

    /// Creates a value with its places.
    public init(
        _ value: Value, kind: Located<String>, label: Located<String?> = Located(nil, at: nil), inputs: [Located<String>] = [],
        places: [String: Place], isComplete: Bool = true
    ) {
        self.value = value
        self.isComplete = isComplete
        self.inputs = inputs
        _kind = kind
        _label = label
        self.places = places
    }

    /// Where an argument's value stands, or the kind's name where the argument was left out.
    public func place(of key: String) -> Place? {
        places[key] ?? $kind.position.map { Place($0, length: $kind.length) }
    }

    /// The same places around another value.
    func map<Other>(_ transform: (Value) -> Other) -> Written<Other> {
        Written<Other>(transform(value), kind: $kind, label: $label, inputs: inputs, places: places, isComplete: isComplete)
    }
}

/// An entry of a list that may be written where it stands or kept elsewhere under a name.
public enum Reference<Value: Sendable>: Sendable {
    /// The name of a list in the section of its sort (`augmentations:`, `callbacks:`); the list's entries stand in its stead.
    case named(Located<String>)
    /// Written where it stands.
    case inline(Value)
}
