import Engine
import Network
import Randomness

/// The engine to compare with: every layer as its definition reads, in double precision, without any thought of speed.
///
/// Parameters are kept as floats, as files and other engines keep them, and everything between is a double.
public struct ReferenceEngine: Engine {
    /// `reference`.
    public let name = "reference"

    /// Creates the engine.
    public init() {}

    /// A model with new parameters; its sessions are ``GradientSession``s.
    public func makeSession(
        network: NetworkDefinition, semantics: Semantics, key: RandomKey
    ) throws(EngineError) -> any EngineSession {
        try ReferenceSession(network: network, semantics: semantics, key: key)
    }
}
