import Diagnostics
import Foundation
import Plan

/// A line of `events.jsonl`: one flat object; what does not apply is absent.
public struct RunEvent: Codable, Hashable, Sendable {
    /// What can happen.
    public enum Kind: String, Codable, Sendable {
        /// The run begins.
        case runStarted = "run_started"
        /// A run that had not come to its end goes on: `step` and `epoch` say where, `message` for people.
        case runResumed = "run_resumed"
        /// The run took over the state of another one: `step` and `epoch` say where that stood, `path` is its directory's name.
        case runAdopted = "run_adopted"
        /// A step begins.
        case stepStarted = "step_started"
        /// An epoch is done: `values` has its row.
        case epochEnded = "epoch_ended"
        /// A callback acted: `callback`, `action`, `message`.
        case callback
        /// The step goes on without an image: `data`, `path`, `message`.
        case imageSkipped = "image_skipped"
        /// A step is done: `values` has what it measured.
        case stepEnded = "step_ended"
        /// Something a careful reader would want to know: `message`.
        case warning
        /// Something failed: `message`.
        case error
        /// The run ended: `message` has its status.
        case runEnded = "run_ended"
    }

    /// When, ISO 8601 with seconds, UTC.
    public var time: String
    /// What.
    public var event: Kind
    /// The step's id.
    public var step: String?
    /// The epoch, from 1.
    public var epoch: Int?
    /// How long it took.
    public var seconds: Double?
    /// Seconds of them that an epoch spent waiting for data.
    public var waited: Double?
    /// Values by name.
    public var values: [String: Measure]?
    /// The kind of a callback.
    public var callback: String?
    /// What a callback did.
    public var action: String?
    /// The data set's name.
    public var data: String?
    /// The path of an image in its data set.
    public var path: String?
    /// For people.
    public var message: String?

    /// An event of now.
    public init(
        _ event: Kind, step: String? = nil, epoch: Int? = nil, seconds: Double? = nil, waited: Double? = nil,
        values: [String: Measure]? = nil, callback: String? = nil, action: String? = nil, data: String? = nil,
        path: String? = nil,
        message: String? = nil, time: Date = Date()
    ) {
        self.time = RunRecord.text(time)
        self.event = event
        self.step = step
        self.epoch = epoch
        self.seconds = seconds
        self.waited = waited
        self.values = values
        self.callback = callback
        self.action = action
        self.data = data
        self.path = path
        self.message = message
    }

    /// The event as one line of JSON.
    public var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var event = self
        if let seconds, !seconds.isFinite { event.seconds = nil }
        if let waited, !waited.isFinite { event.waited = nil }
        // Every field is a string, an integer, a finite number or null: nothing that JSON could refuse.
        return (try? encoder.encode(event)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// `events.jsonl`, open for more.
public final class EventLog {
    private let file: AppendingFile

    /// Opens or makes the file of a run; a line that a kill cut short is removed.
    public init(_ run: RunDirectory) throws(Diagnostic) { file = try AppendingFile(run.fileToWrite("events.jsonl")) }

    /// Adds an event; it survives a kill from here on.
    public func append(_ event: RunEvent) throws(Diagnostic) { try file.append(event.line) }

    /// Waits until all events are on the disk.
    public func synchronize() throws(Diagnostic) { try file.synchronize() }
}

extension RunDirectory {
    /// The events so far, in order; a line cut short at the end is left out.
    public func events() throws(Diagnostic) -> [RunEvent] {
        let decoder = JSONDecoder()
        return try read("events.jsonl").split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(RunEvent.self, from: $0)
        }
    }
}
