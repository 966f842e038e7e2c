/// `build` as written.
public struct BuildArguments: StepArguments {
    /// The name of an architecture.
    @Located public var model = ""
    /// What steps call the new model (`as`); nil calls it like its architecture.
    @Located public var name: String?
}
