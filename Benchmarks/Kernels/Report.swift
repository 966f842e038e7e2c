/// What was measured of one side.
struct Measured: Encodable {
    var kernel: String
    var ms: Double
    var gflops: Double

    init(kernel: String, seconds: Double, operations: Double) {
        self.kernel = kernel
        ms = seconds * 1e3
        gflops = operations / seconds * 1e-9
    }
}

struct Row: Encodable {
    var shape: String
    var pass: String
    var onednn: Measured
    /// The fastest of our tiles; absent where there is no kernel.
    var assay: Measured?
}

struct Report: Encodable {
    var isa: String
    var threads: Int
    var peakGflops: Double
    var kernels: [Row] = []
}
