/// Values by name, in the order in which they were written: one epoch's row, or the means so far (Keras's `logs`).
public struct Logs: Codable, Hashable, Sendable {
    /// One value.
    public struct Entry: Codable, Hashable, Sendable {
        /// Its name: `loss`, `val_acc`.
        public var name: String
        /// Its value.
        public var value: Double
    }

    /// The values, in order.
    public private(set) var entries: [Entry] = []

    /// Creates logs without values.
    public init() {}

    /// The names, in order.
    public var names: [String] { entries.map(\.name) }
    /// The values, in the order of the names.
    public var values: [Double] { entries.map(\.value) }

    /// The value of a name; a new name goes to the end.
    public subscript(name: String) -> Double? {
        get { entries.first { $0.name == name }?.value }
        set {
            let place = entries.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (nil, let value?): entries.append(Entry(name: name, value: value))
            case (let place?, nil): entries.remove(at: place)
            case (nil, nil): break
            }
        }
    }
}
