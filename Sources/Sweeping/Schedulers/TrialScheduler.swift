import Plan

/// What is known of a trial at the ends of its epochs.
public struct TrialCurve: Hashable, Sendable {
    /// Where the trial stands.
    public enum Standing: Hashable, Sendable {
        /// It has not come to its end, nor been ended.
        case open
        /// It came to its end, or failed: there will be no more values than these.
        case closed
        /// The scheduler ended it after so many epochs.
        case stopped(epoch: Int)
    }

    /// The watched metric after each epoch, from the first, lower is better; nil for a value that is no number.
    public var costs: [Double?]
    /// Where it stands.
    public var standing: Standing
    /// The values that it has now.
    public var assignment: Assignment

    /// Creates a curve.
    public init(costs: [Double?], standing: Standing, assignment: Assignment) {
        self.costs = costs
        self.standing = standing
        self.assignment = assignment
    }
}

/// What a scheduler says of a trial at a rung.
public enum SchedulerDecision: Hashable, Sendable {
    /// It goes on.
    case goOn
    /// It ends here.
    case stop
    /// That depends on trials that have not come so far.
    case wait
    /// It goes on from what another trial was at this rung, with other values.
    case adopt(donor: Int, Assignment)
}

/// A way to end trials early: a pure function of what is known of the trials before, or of all of them, at the same epoch.
///
/// What it says once it says for ever: later values of any trial, and the order in which trials go on, cannot change a decision.
public protocol TrialScheduler: Sendable {
    /// The epochs after which a trial is judged, ascending, all of them below the epochs of the training; empty where it never is.
    ///
    /// - Parameter trial: The trial's number, from 0.
    func rungs(_ trial: Int) -> [Int]

    /// Judges a trial that has come to a rung.
    ///
    /// - Parameters:
    ///   - trial: The trial's number.
    ///   - epoch: One of its rungs; its own curve has as many values.
    ///   - curves: What is known of each trial, by number; nil for one that has not begun.
    ///   - total: How many trials there will be.
    func decision(_ trial: Int, at epoch: Int, curves: (Int) -> TrialCurve?, total: Int) -> SchedulerDecision

    /// The lowest number of the trials that may wait for this one, or for which it may wait although their numbers are higher: the points of
    /// all of them are chosen before any of them has come to its end.
    ///
    /// - Parameter trial: The trial's number.
    func firstCompanion(of trial: Int) -> Int
}

extension TrialScheduler {
    /// None: nobody waits for a trial of a higher number.
    public func firstCompanion(of trial: Int) -> Int { trial }
}
