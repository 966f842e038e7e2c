import Network
import Plan

/// A callback's arguments as written; planning decides which way `auto` goes and asks for the resolved callback.
public protocol CallbackArguments: Sendable {
    /// The name in the history that it watches, with its mode; nil for a callback that watches nothing.
    var monitored: Monitored? { get }
    /// The callback as it will run, with this way being better.
    func resolved(_ mode: MonitorMode) -> any CallbackKind
}

/// What a callback watches.
public struct Monitored: Sendable {
    /// The name in the history.
    @Located public var monitor: String
    /// Which way is better.
    @Located public var mode: ModeChoice

    /// Creates it from both with their places.
    public init(_ monitor: Located<String>, _ mode: Located<ModeChoice>) {
        _monitor = monitor
        _mode = mode
    }
}

/// Which way is better, as written.
public enum ModeChoice: String, Sendable, CaseIterable {
    /// By the monitor's name, as the semantics says.
    case auto
    /// Lower.
    case min
    /// Higher.
    case max
}

/// Arguments that Keras's callbacks have and this language says elsewhere.
enum CallbackHints {
    static let absent = ["verbose": "the command's `--quiet` decides what is printed"]
}
