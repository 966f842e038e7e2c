/// An architecture as written, with every `repeat` written out.
public struct ModelSpec: Sendable {
    /// Height, width and channels of one input sample.
    @Located public var input: [Int] = []
    /// The layers from input to output.
    @Located public var layers: [LayerSpec] = []
}
