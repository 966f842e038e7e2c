import Engine
import EngineOneDNN
import Foundation
import Network
import Randomness

// Times one step of the notebook's network on the oneDNN engine and prints one line of JSON.
// Arguments: train | frozen | evaluate, the number of steps, the number of threads. See Benchmarks/README.md.

OneDNNEngine.restartWithSleepingThreads()

let arguments = Array(CommandLine.arguments.dropFirst())
let mode = arguments.first ?? "train"
let steps = max(arguments.dropFirst().first.flatMap(Int.init) ?? 10, 1)
let threads = arguments.dropFirst(2).first.flatMap(Int.init) ?? 2
let count = 16

func notebook() throws -> NetworkDefinition {
    var layers: [any Layer] = []
    for filters in [64, 128, 256, 256] {
        layers += [Conv2D(filters: filters, kernelSize: [3, 3]), Activation(.relu), MaxPooling2D(), BatchNormalization()]
    }
    layers += [
        Flatten(), Dense(units: 128, activation: .relu), Dropout(rate: 0.5), Dense(units: 64, activation: .relu),
        Dropout(rate: 0.5), Dense(units: 2, activation: .sigmoid),
    ]
    let named = layers.enumerated().compactMap { index, layer in
        OneOf<LayerFamily>(layer).map { (name: "layer_\(index)", layer: $0) }
    }
    return try NetworkDefinition(input: Shape([150, 150, 3]), layers: named)
}

/// Milliseconds of each call, in order of length, and processor time a call; after two calls that warm up.
func measure(_ body: () throws -> Void) rethrows -> (times: [Double], processor: Double) {
    for _ in 0..<2 { try body() }
    var times: [Double] = []
    let begin = clock()
    for _ in 0..<steps {
        let time = try ContinuousClock().measure(body).components
        times.append(Double(time.attoseconds) * 1e-15 + Double(time.seconds) * 1e3)
    }
    return (times.sorted(), Double(clock() - begin) / Double(CLOCKS_PER_SEC) * 1e3 / Double(steps))
}

let network = try notebook()
let engine: any Engine = ProcessInfo.processInfo.environment["ENGINE"] == "onednn" ? OneDNNEngine(threads: threads) : FastEngine(threads: threads)
let session = try engine.makeSession(
    network: network, semantics: Semantics(.keras3), key: RandomKey(seed: 1))
let frozen = mode == "frozen" ? Set(network.layers.dropLast(5).map(\.name)) : []
try session.compile(Compilation(loss: BinaryCrossentropy(), optimizer: Adam(), frozen: frozen))

let key = RandomKey(seed: 2)
let batch = EngineBatch(
    count: count, inputs: (0..<count * network.input.count).map { Float(key.uniform(UInt64($0))) },
    targets: (0..<count).flatMap { (sample: Int) -> [Float] in sample % 2 == 0 ? [1, 0] : [0, 1] })
var loss = 0.0
let (times, processor) = try measure {
    loss = try mode == "evaluate" ? session.evaluate(batch).loss : session.trainStep(batch).loss
}
if mode == "program", let session = session as? OneDNNSession {
    let program = try session.programDescription(count: count, training: true)
    for operation in program.operations {
        print(operation.layer, operation.name, operation.implementation, operation.source, operation.destination, separator: "\t")
    }
    print("memory", program.byteCount, separator: "\t")
}
let fields = [
    "\"engine\":\"onednn\"", "\"mode\":\"\(mode)\"", "\"threads\":\(threads)", "\"steps\":\(times.count)",
    "\"median_ms\":\(times[times.count / 2])", "\"min_ms\":\(times[0])",
    "\"processor_ms\":\(processor)", "\"loss\":\(loss)",
]
print("{" + fields.joined(separator: ",") + "}")
