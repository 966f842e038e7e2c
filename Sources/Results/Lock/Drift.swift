import Diagnostics
import Plan

/// One thing that is not as a lock has it.
public struct Drift: Hashable, Sendable {
    /// What drifted.
    public enum Subject: String, Codable, Sendable, CaseIterable {
        /// A value of the plan.
        case plan
        /// A file of a data set, or its labels or order.
        case data
        /// A weights file that a step loads.
        case weights
        /// What computes.
        case engine
        /// The instructions that it computes with.
        case instructionSets = "instruction_sets"
        /// The version of this program, or of a library.
        case versions
        /// The program itself: another build of the same version.
        case binary
    }

    /// What drifted.
    public var subject: Subject
    /// What was and what is, a sentence without a full stop.
    public var message: String
    /// What to do about it, a sentence each.
    public var help: [String]

    /// Creates a drift.
    public init(_ subject: Subject, _ message: String, help: [String] = []) {
        self.subject = subject
        self.message = message
        self.help = help
    }

    /// Whether a locked run stops at it. Another build of the same version does not stop one: nobody who builds for himself could
    /// follow the lock of another. It is said, as bytes are promised for one build alone.
    public var stops: Bool { subject != .binary }

    /// An error, or a warning where nothing stops; both end a command with exit code 65 or not at all.
    public var diagnostic: Diagnostic {
        let name = subject.rawValue.replacing("_", with: "-")
        return Diagnostic("drift-\(name)", stops ? .error : .warning, message, help: help)
    }
}

extension RunLock {
    /// What differs between two locks, as far as it can change a byte: plan, data, weights, engine, instruction sets, versions, binary.
    ///
    /// - Parameters:
    ///   - old: What is to be followed.
    ///   - new: What is.
    public static func drift(from old: RunLock, to new: RunLock) -> [Drift] {
        let data = DataDrift.all(old, new)
        return planDrift(old, new, beside: data) + data + weightsDrift(old, new) + engineDrift(old, new) + programDrift(old, new)
    }

    private static func planDrift(_ old: RunLock, _ new: RunLock, beside data: [Drift]) -> [Drift] {
        guard old.planSha256 != new.planSha256 else { return [] }
        let help = ["set it back, in the experiment or with --set"]
        // Counts follow from the files, which are told of by name.
        let changes = PlanDifference(from: old.plan, to: new.plan).changes.filter {
            data.isEmpty || !$0.path.hasSuffix(".counts")
        }
        guard !changes.isEmpty || !data.isEmpty else {
            return [Drift(.plan, "the plan is another one, in what follows from the rest of it", help: help)]
        }
        let shown = changes.prefix(10).map { Drift(.plan, "plan: \($0)", help: help) }
        let more = changes.count - shown.count
        return shown + (more > 0 ? [Drift(.plan, "plan: \(more) more values differ", help: help)] : [])
    }

    private static func weightsDrift(_ old: RunLock, _ new: RunLock) -> [Drift] {
        // A step that only one has is the plan's affair.
        Set(old.weights.keys).intersection(new.weights.keys).sorted().compactMap { step in
            guard let before = old.weights[step], let now = new.weights[step], before.sha256 != now.sha256 else { return nil }
            return Drift(
                .weights, "the weights file of step '\(step)' is another one: \(before.change(to: now))",
                help: ["give the step the file of the lock, with SHA-256 \(before.sha256)"])
        }
    }

    private static func engineDrift(_ old: RunLock, _ new: RunLock) -> [Drift] {
        guard old.engine == new.engine else {
            return [
                Drift(.engine, "the engine was \(old.engine) and is \(new.engine)", help: ["run with --engine \(old.engine)"])
            ]
        }
        return changes(old.instructionSets, new.instructionSets).map { name, before, now in
            let help =
                name == "kernels"
                ? ["run with ASSAY_ISA=\(before), if this processor has it"] : ["run on a processor that has it"]
            return Drift(.instructionSets, "instructions (\(name)): \(before) -> \(now)", help: help)
        }
    }

    private static func programDrift(_ old: RunLock, _ new: RunLock) -> [Drift] {
        let drifts = changes(old.versions, new.versions).map { name, before, now in
            Drift(.versions, "version of \(name): \(before) -> \(now)", help: ["build assay with \(name) \(before)"])
        }
        guard drifts.isEmpty, let before = old.binary, let now = new.binary, before.sha256 != now.sha256 else { return drifts }
        return [
            Drift(
                .binary, "this is another build of assay than the lock's: bytes are promised for one build alone",
                help: ["the lock's has SHA-256 \(before.sha256)", "this one has SHA-256 \(now.sha256)"])
        ]
    }

    private static func changes(_ old: [String: String], _ new: [String: String]) -> [(String, String, String)] {
        Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map {
            ($0, old[$0] ?? "none", new[$0] ?? "none")
        }
    }
}

extension FileMark {
    /// `12345 bytes became 700`, or that the content is another.
    func change(to other: FileMark) -> String {
        switch (self == .unreadable, other == .unreadable) {
        case (_, true): "it cannot be read"
        case (true, _): "it could not be read, and now it can"
        default: bytes == other.bytes ? "other content" : "\(bytes) bytes became \(other.bytes)"
        }
    }
}
