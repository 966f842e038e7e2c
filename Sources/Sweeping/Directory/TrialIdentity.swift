import Crypto
import Foundation
import Results

/// The name of a trial's run directory: the same for trials that leave the same bytes, and another one where any byte may differ.
public enum TrialIdentity {
    /// The first 12 hexadecimal digits of the SHA-256 over all that decides.
    ///
    /// - Parameters:
    ///   - planSha256: The hash of the trial's plan, in which its values and its seed are.
    ///   - data: The hash of the samples of each data set, by name; data that are drawn are in the plan.
    ///   - weights: The hash of each weights file that steps load, by the step's id.
    ///   - engine: What computes.
    ///   - version: The version of this program.
    public static func id(
        planSha256: String, data: [String: String], weights: [String: String], engine: String, version: String
    ) -> String {
        let parts =
            [planSha256, engine, version] + data.sorted { $0.key < $1.key }.map { "data \($0.key) \($0.value)" }
            + weights.sorted { $0.key < $1.key }.map { "weights \($0.key) \($0.value)" }
        let hash = SHA256.hash(data: Data(parts.joined(separator: "\n").utf8))
        return hash.prefix(6).map { String(format: "%02x", $0) }.joined()
    }
}
