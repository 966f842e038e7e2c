import Engine

// The two ends at which a program is split: what the layers below give, sample by sample.
extension ProgramBuilder {
    /// Appends the copy of features into the program's memory.
    func appendFeatures(_ layout: Layout) -> ProgramTensor {
        let value = tensor(layout)
        let count = count
        append(kernel: "features", layer: "input", from: value, to: value) { (addresses) throws(EngineError) in
            let values = addresses.floats(value)
            return { (run) throws(EngineError) in
                let width = values.count / max(count, 1)
                guard run.features.count == count, run.features.allSatisfy({ $0.count == width }) else {
                    throw .mismatch("\(run.features.count) samples of features for a program of \(count)")
                }
                for (sample, features) in run.features.enumerated() {
                    _ = UnsafeMutableBufferPointer(rebasing: values[sample * width..<(sample + 1) * width])
                        .update(fromContentsOf: features)
                }
            }
        }
        return value
    }

    /// Appends the copy of features out of the program's memory.
    func appendFeatureOutput(_ value: ProgramTensor, layer: String) {
        let count = count
        append(kernel: "features", layer: layer, from: value, to: value) { (addresses) throws(EngineError) in
            let values = UnsafeBufferPointer(addresses.floats(value))
            return { (run) throws(EngineError) in
                let width = values.count / max(count, 1)
                run.features = (0..<count).map { Array(values[$0 * width..<($0 + 1) * width]) }
            }
        }
    }
}
