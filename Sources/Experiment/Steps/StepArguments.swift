/// A step's arguments as written; planning looks up the names in them.
public protocol StepArguments: Sendable {}
