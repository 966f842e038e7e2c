import Diagnostics

/// What Slurm's queue holds of a sweep.
public struct SlurmQueueState: Encodable, Hashable, Sendable {
    /// Jobs, or elements of an array, that are in one state for one reason.
    public struct Group: Encodable, Hashable, Sendable {
        /// Slurm's word for it: `PENDING`, `RUNNING`, `COMPLETING`.
        public var state: String
        /// Why it is not running: `Resources`, `Dependency`; nil for jobs that are.
        public var reason: String?
        /// How many.
        public var count: Int
        /// The nodes it runs on, by name.
        public var nodes: [String]
    }

    /// A wave of which something is in the queue; or the last one.
    public struct Wave: Encodable, Hashable, Sendable {
        /// Its number, from 1.
        public var wave: Int
        /// The array's job id.
        public var array: String
        /// The job that submits the next wave; nil where it was refused.
        public var followUp: String?
        /// The number of elements that were submitted.
        public var elements: Int
        /// The elements in the queue, the most first.
        public var groups: [Group]
        /// The follow-up job, where it is in the queue.
        public var following: Group?

        /// Whether nothing of it is in the queue any more.
        public var isOver: Bool { groups.isEmpty && following == nil }

        enum CodingKeys: String, CodingKey {
            case wave, array, elements, groups, following
            case followUp = "follow_up"
        }
    }

    /// The waves in the queue, and the last one in any case, in their order.
    public var waves: [Wave]
    /// Why the queue could not be read; the waves then hold no groups.
    public var problem: Diagnostic?

    enum CodingKeys: String, CodingKey { case waves, problem }

    /// Writes the state; of a problem its sentence.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(waves, forKey: .waves)
        try container.encodeIfPresent(problem?.message, forKey: .problem)
    }

    /// Whether nothing of the sweep is in the queue; false where that is not known.
    public var isOver: Bool { problem == nil && waves.allSatisfy(\.isOver) }

    /// For people, a line each: `Slurm: wave 2, job 17: 4 running on n1, n2; 12 pending (Resources); then job 18`.
    public var lines: [String] {
        var lines = waves.map { wave in
            var parts = wave.groups.map(\.text)
            if parts.isEmpty { parts = [problem == nil ? "no element in the queue any more" : "\(wave.elements) elements"] }
            if let following = wave.following {
                parts.append("then job \(wave.followUp ?? ""), \(following.wording)")
            } else if problem == nil, !wave.groups.isEmpty {
                parts.append("no job follows it")
            }
            return "Slurm: wave \(wave.wave), job \(wave.array): " + parts.joined(separator: "; ")
        }
        if let problem { lines.append("Slurm: \(problem.message)") }
        return lines
    }
}

extension SlurmQueueState.Group {
    /// `4 running on n1, n2`.
    var text: String { "\(count) \(wording)" }

    /// `pending (Resources)`.
    var wording: String {
        var text = state.lowercased()
        if let reason { text += " (\(reason))" }
        if !nodes.isEmpty {
            let shown = nodes.prefix(8).joined(separator: ", ")
            text += " on " + shown + (nodes.count > 8 ? " and \(nodes.count - 8) more" : "")
        }
        return text
    }
}
