import Logging

/// The log of the command: a line an entry on standard error, without times, so that runs can be compared.
struct StandardErrorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { Output.error("assay: \(event.message)\n") }

    /// A logger that says what is wrong, or everything.
    static func logger(isVerbose: Bool) -> Logger {
        Logger(label: "assay") { _ in StandardErrorLog(logLevel: isVerbose ? .debug : .warning) }
    }
}
