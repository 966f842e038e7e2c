/// A published figure as written.
public struct ClaimSpec: Sendable {
    /// The id of the step that measures it.
    @Located public var step = ""
    /// The metric's name in the history.
    @Located public var metric = ""
    /// The value; a share for `78.25%`: 0.7825.
    @Located public var value = 0.0
}
