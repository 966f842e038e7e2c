import Network

extension MeanSquaredError: LossKernel {
    static var logitActivation: ActivationFunction? { nil }

    func row(_ values: ArraySlice<Double>, targets: [Double], form: LossForm, gradient: inout ArraySlice<Double>) -> Double {
        let share = 1 / Double(values.count)
        var sum = 0.0
        for (value, (target, place)) in zip(values, zip(targets, gradient.indices)) {
            sum += (value - target) * (value - target)
            gradient[place] = 2 * share * (value - target)
        }
        return sum * share
    }
}
