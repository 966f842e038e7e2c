import Diagnostics
import Foundation
import Plan
import Results

// A line of a journal: a JSON object with snake_case keys, whose `event` says which others there are.

extension JournalEntry {
    /// The entry as a line, without its line break.
    var line: String {
        var fields: [(String, String)] = [
            ("event", JSONString.quoted(event.name)), ("trial", "\(trial.number)"), ("seed", "\(trial.seed)"),
            ("attempt", "\(attempt)"), ("time", JSONString.quoted(time)),
        ]
        switch event {
        case .started(let id, let assignment, let host, let process):
            fields += [
                ("id", JSONString.quoted(id)), ("parameters", assignment.json), ("host", JSONString.quoted(host)),
                ("process", "\(process)"),
            ]
        case .duplicate(let id, let original):
            fields += [("id", JSONString.quoted(id)), ("of_trial", "\(original.number)"), ("of_seed", "\(original.seed)")]
        case .reached(let epoch, let values, let seconds):
            let list = values.map { Self.text($0.value) }.joined(separator: ",")
            fields += [("epoch", "\(epoch)"), ("values", "[\(list)]"), ("seconds", Self.text(seconds))]
        case .ended(let ending):
            fields += [
                ("outcome", JSONString.quoted(ending.outcome.rawValue)), ("objective", Self.text(ending.objective ?? .nan)),
                ("seconds", Self.text(ending.seconds)),
            ]
            if let error = ending.error { fields.append(("error", JSONString.quoted(error))) }
        case .released(let seconds): fields.append(("seconds", Self.text(seconds)))
        case .reopened: break
        }
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    /// Reads a line; nil where it is not what `line` writes. Keys may stand in any order, and unknown ones are passed over.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        var scanner = JournalScanner(bytes, range)
        var fields = Fields()
        do throws(JournalScanner.Malformed) {
            try scanner.object { (key, scanner) throws(JournalScanner.Malformed) in try fields.read(key, &scanner) }
        } catch { return nil }
        guard scanner.isAtEnd(), let number = fields.trial, number >= 0, let seed = fields.seed,
            let attempt = fields.attempt, (1...Self.mostAttempts).contains(attempt), let time = fields.time,
            let event = fields.value
        else { return nil }
        self.init(trial: TrialKey(number: number, seed: seed), attempt: attempt, time: time, event: event)
    }

    /// More than anyone makes; what a damaged file says beyond is not believed.
    static let mostAttempts = 1 << 40

    private static func text(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if let whole = Int(exactly: value), abs(whole) < 1 << 53, value.sign == .plus || whole != 0 { return "\(whole)" }
        return "\(value)"
    }

    /// What a line may hold.
    private struct Fields {
        var event: String?
        var trial: Int?
        var seed: Int?
        var attempt: Int?
        var time: String?
        var id: String?
        var parameters: Assignment?
        var host: String?
        var process: Int?
        var originalTrial: Int?
        var originalSeed: Int?
        var epoch: Int?
        var values: [Measure]?
        var outcome: TrialEnding.Outcome?
        var objective: Double?
        var seconds: Double?
        var error: String?

        mutating func read(_ key: String, _ scanner: inout JournalScanner) throws(JournalScanner.Malformed) {
            switch key {
            case "event": event = try scanner.string()
            case "trial": trial = try scanner.integer()
            case "seed": seed = try scanner.integer()
            case "attempt": attempt = try scanner.integer()
            case "time": time = try scanner.string()
            case "id": id = try scanner.string()
            case "parameters": parameters = try Assignment(&scanner)
            case "host": host = try scanner.string()
            case "process": process = try scanner.integer()
            case "of_trial": originalTrial = try scanner.integer()
            case "of_seed": originalSeed = try scanner.integer()
            case "epoch": epoch = try scanner.integer()
            case "values":
                var list: [Measure] = []
                try scanner.array { scanner throws(JournalScanner.Malformed) in
                    list.append(Measure(scanner.null() ? .nan : try scanner.number()))
                }
                values = list
            case "outcome": outcome = TrialEnding.Outcome(rawValue: try scanner.string())
            case "objective": objective = scanner.null() ? nil : try scanner.number()
            case "seconds": seconds = scanner.null() ? nil : try scanner.number()
            case "error": error = try scanner.string()
            default: try scanner.skipValue()
            }
        }

        var value: Event? {
            switch event {
            case "started":
                guard let id, let parameters, let host, let process else { return nil }
                return .started(id: id, assignment: parameters, host: host, process: process)
            case "duplicate":
                guard let id, let originalTrial, originalTrial >= 0, let originalSeed else { return nil }
                return .duplicate(id: id, of: TrialKey(number: originalTrial, seed: originalSeed))
            case "reached":
                guard let epoch, let values, (max(values.count, 1)...JournalEntry.mostAttempts).contains(epoch) else {
                    return nil
                }
                return .reached(epoch: epoch, values: values, seconds: seconds ?? 0)
            case "ended":
                guard let outcome else { return nil }
                return .ended(TrialEnding(outcome, objective: objective, seconds: seconds ?? 0, error: error))
            case "released": return .released(seconds: seconds ?? 0)
            case "reopened": return .reopened
            default: return nil
            }
        }
    }
}

extension JournalEntry.Event {
    fileprivate var name: String {
        switch self {
        case .started: "started"
        case .duplicate: "duplicate"
        case .reached: "reached"
        case .ended: "ended"
        case .released: "released"
        case .reopened: "reopened"
        }
    }
}

extension Assignment {
    /// The values by path, in their order.
    fileprivate var json: String {
        "{"
            + settings.map { setting in
                // What is no number of JSON is written as the text that it is.
                let number = setting.value.number.flatMap { $0.isFinite ? setting.value.text : nil }
                return JSONString.quoted(setting.path) + ":" + (number ?? JSONString.quoted(setting.value.text))
            }.joined(separator: ",") + "}"
    }

    fileprivate init(_ scanner: inout JournalScanner) throws(JournalScanner.Malformed) {
        var settings: [SweepSetting] = []
        try scanner.object { (path, scanner) throws(JournalScanner.Malformed) in
            let value: SweepValue = scanner.isString() ? .yaml(try scanner.string()) : .number(try scanner.number())
            settings.append(SweepSetting(path: path, value: value))
        }
        self.init(settings)
    }
}
