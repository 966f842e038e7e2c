import ArgumentParser
import Foundation

/// Whether output is coloured: the flag, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then TERM=dumb, then the stream itself.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never

    /// The decision for one stream.
    func isOn(for descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if let value = environment["NO_COLOR"], !value.isEmpty { return false }
            for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
                if let value = environment[name], !value.isEmpty, value != "0" { return true }
            }
            return environment["TERM"] != "dumb" && isatty(descriptor) == 1
        }
    }
}
