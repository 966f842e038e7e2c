/// The exact area under the receiver operating characteristic: the probability that an output for a sample of its class is above one
/// for a sample of another, where a tie counts one half (Mann and Whitney 1947; scikit-learn's `roc_auc_score`).
///
/// Not a number where there are samples of one sort only.
public struct ExactAUC: MetricKind {
    /// The kind's name.
    public static let kind = "ExactAUC"
    /// The output that counts, against its class; nil takes all outputs.
    public var classId: Int?
    /// Of all outputs: whether each has an area of its own, and their mean counts; else all are taken together, as `AUC` does.
    public var multiLabel: Bool
    /// Creates the metric.
    public init(classId: Int? = nil, multiLabel: Bool = false) {
        self.classId = classId
        self.multiLabel = multiLabel
    }
}
