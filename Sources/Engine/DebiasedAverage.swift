import Foundation
import Network

/// What a moving average keeps beside its value where it is corrected for having begun at zero: TensorFlow's
/// `assign_moving_average(…, zero_debias=True)`, in its order and in floats.
///
/// The value itself is a parameter of the network, so that this is no part of the weights: it is made with the session, and neither
/// `compile` nor `setParameters` touches it.
public struct DebiasedAverage: Hashable, Sendable {
    /// TensorFlow counts in a float, which stops here.
    private static let mostUpdates = 1 << 24

    /// The average that began at zero, a value for each channel.
    public var biased: [Float]
    /// How often it was updated.
    public var updates: Int

    /// The average after so many updates.
    public init(biased: [Float], updates: Int) {
        self.biased = biased
        self.updates = updates
    }

    /// One that was not updated yet.
    public init(channels: Int) { self.init(biased: [Float](repeating: 0, count: channels), updates: 0) }

    /// Updates the average by a batch's values, and with it the value that is corrected.
    ///
    /// - Parameters:
    ///   - moving: The corrected average, a value for each channel; what it was has no part in what it becomes.
    ///   - factor: What multiplies the batch's values.
    ///   - momentum: The share that stays.
    public mutating func update(
        _ moving: UnsafeMutableBufferPointer<Float>, by batch: UnsafeMutableBufferPointer<Float>, factor: Float, momentum: Double
    ) {
        let share = Float(1 - momentum)
        updates = min(updates + 1, Self.mostUpdates)
        let correction = 1 - Float(pow(Double(1 - share), Double(updates)))
        for index in 0..<min(biased.count, moving.count, batch.count) {
            biased[index] -= (biased[index] - batch[index] * factor) * share
            // TensorFlow subtracts the difference, which leaves a NaN a NaN.
            moving[index] -= moving[index] - biased[index] / correction
        }
    }
}

extension NetworkDefinition {
    /// Checks that averages are those of statistics of the network, by the index in `parameters`.
    ///
    /// - Throws: ``EngineError/mismatch(_:)`` for another parameter, another number of channels or an impossible count.
    public func check(averages: [Int: DebiasedAverage]) throws(EngineError) {
        let expected = parameters
        for (index, average) in averages {
            guard expected.indices.contains(index), expected[index].parameter.role == .statistic,
                average.biased.count == expected[index].parameter.count, average.updates >= 0
            else { throw .mismatch("the moving average of parameter \(index) is of another network") }
        }
    }
}
