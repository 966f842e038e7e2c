public struct SemanticsSpec: Sendable { public init() {} }
public struct AugmentationSpec: Sendable {}
public struct DatasetSpec: Sendable {}
public struct ModelSpec: Sendable {}
public struct CallbackSpec: Sendable {}
public struct StepSpec: Sendable {}
public struct ClaimSpec: Sendable {}
