import Engine
import EngineOneDNN
import Foundation

// Times steps of the notebook's network on the default engine. See Benchmarks/README.md.
//   step-benchmark train|frozen|evaluate [steps [threads [batch [resnet50|mobilenet_v2]]]]    one line of JSON
//   step-benchmark program [steps [threads [batch [resnet50|mobilenet_v2]]]]                  the same, after every call of the program
//   step-benchmark serve [threads]                                    answers Benchmarks/run, line by line

OneDNNEngine.restartWithSleepingThreads()

let arguments = Array(CommandLine.arguments.dropFirst())
func number(_ index: Int, otherwise value: Int) -> Int {
    index < arguments.count ? max(Int(arguments[index]) ?? value, 1) : value
}

if arguments.first == "serve" {
    try Server(threads: number(1, otherwise: 2)).run()
    exit(0)
}

let steps = number(1, otherwise: 10)
let threads = number(2, otherwise: 2)
var work = Work()
work.mode = arguments.first.flatMap(Work.Mode.init) ?? .train
work.batch = number(3, otherwise: 16)
if arguments.count > 4, let backbone = Backbone(rawValue: arguments[4]) { (work.backbone, work.size) = (backbone, 224) }
let bench = try Bench(work, threads: threads)
let turn = try Turn(bench, warm: 1, steps: steps)
if arguments.first == "program", let session = bench.session as? OneDNNSession {
    let program = try session.programDescription(count: work.batch, training: true)
    let profile = try session.profile(bench.batch, training: true, steps: steps)
    for (operation, call) in zip(program.operations, profile.calls) {
        let time = String(format: "%8.3f ms %6.0f GFLOP/s", call.seconds * 1e3, Double(operation.flops) / call.seconds * 1e-9)
        print(
            time, operation.layer, operation.name, operation.implementation, operation.source, operation.destination,
            separator: "\t")
    }
    print("memory", program.byteCount, separator: "\t")
}
let sorted = turn.ms.sorted()
let fields = [
    "\"engine\":\"fast\"", "\"mode\":\"\(work.mode)\"", "\"threads\":\(threads)", "\"steps\":\(sorted.count)",
    "\"median_ms\":\(sorted[sorted.count / 2])", "\"min_ms\":\(sorted[0])",
    "\"processor_ms\":\(turn.processorMs)", "\"loss\":\(turn.loss)", "\"peak_bytes\":\(turn.peakBytes)",
]
print("{" + fields.joined(separator: ",") + "}")
