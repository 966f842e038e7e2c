/// `freeze` as written.
public struct FreezeArguments: StepArguments {
    /// The model's name.
    @Located public var model = ""
    /// Selectors of layers as written: Python slices, names, globs, `kind:Conv2D`.
    @Located public var layers: [Located<String>] = []
}
