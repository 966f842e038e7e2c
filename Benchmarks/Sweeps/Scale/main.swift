import Foundation
import Network
import Plan
import Results
import Sweeping

// How long a sweep of many trials takes to read, and a grid of many points to enumerate:
//
//     sweep-benchmark [TRIALS [POINTS]]          100000 and 10000 without arguments
//
// The journals are those of six processes, with three lines a trial: begun, at a rung, ended.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let trials = max(arguments.first ?? 100_000, 1)
let gridPoints = max(arguments.dropFirst().first ?? 10_000, 1)

/// The time that something took, and that of it which the processor spent, which a busy machine changes less.
struct Time: CustomStringConvertible {
    var seconds: Double
    var processor: Double

    init(_ body: () throws -> Void) rethrows {
        let (began, before) = (ContinuousClock.now, clock())
        try body()
        seconds = began.duration(to: .now) / .seconds(1)
        processor = Double(clock() - before) / Double(CLOCKS_PER_SEC)
    }

    var description: String { String(format: "%.3f s (processor %.3f s)", seconds, processor) }
}

func plan(_ method: any SweepMethodKind, trials: Int?, parameters: [SweepParameter]) throws -> SweepPlan {
    guard let method = OneOf<SweepMethodFamily>(method), let scheduler = OneOf<SchedulerFamily>(NoScheduler()) else {
        throw CocoaError(.featureUnsupported)
    }
    return SweepPlan(
        name: "benchmark", method: method, scheduler: scheduler, trials: trials,
        objective: SweepObjective(step: "training", metric: "loss", mode: .min), parameters: parameters, seeds: [1], seed: 0)
}

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-benchmark-\(UUID().uuidString)")
defer { try? FileManager.default.removeItem(at: folder) }

// The state of a sweep.

let directory = SweepDirectory(results: folder, experiment: "benchmark", sweep: "benchmark")
let base = SweepBase(
    experiment: "benchmark", document: "", plan: .object([:]), data: [:], weights: [:], engine: "fast", version: "1")
let sampled = try plan(
    RandomSearch(), trials: trials,
    parameters: [
        SweepParameter(path: "learning_rate", domain: .logUniform(low: 1e-5, high: 0.1)),
        SweepParameter(path: "steps.training_1.epochs", domain: .intUniform(low: 1, high: 50)),
        SweepParameter(path: "dropout", domain: .uniform(low: 0, high: 0.9)),
        SweepParameter(path: "activation", domain: .values([.yaml("relu"), .yaml("elu")], isOrdered: false)),
    ])
_ = try Sweep.open(directory, plan: sampled, base: base) { _ in nil }
let space = SearchSpace(sampled)
var journals = (0..<6).map { _ in "" }
for trial in 0..<trials {
    let unit = (1...4).map { Double(trial &* $0 &* 7919 % 10007) / 10007 }
    let parameters = space.assignment(unit: unit).settings.map { setting in
        "\"\(setting.path)\":" + (setting.value.number == nil ? "\"\(setting.value.text)\"" : setting.value.text)
    }
    func line(_ event: String, _ rest: String) -> String {
        "{\"event\":\"\(event)\",\"trial\":\(trial),\"seed\":1,\"attempt\":1,\"time\":\"2026-01-01T00:00:00Z\",\(rest)}\n"
    }
    let id = String(format: "%012x", trial)
    journals[trial % journals.count] +=
        line(
            "started",
            "\"id\":\"\(id)\",\"parameters\":{\(parameters.joined(separator: ","))},\"host\":\"node\(trial % 6)\",\"process\":4711"
        )
        + line("reached", "\"epoch\":3,\"values\":[0.\(trial),0.25,\(unit[0])],\"seconds\":1.25")
        + line("ended", "\"outcome\":\"completed\",\"objective\":\(unit[1]),\"seconds\":\(2 + unit[2])")
}
for (number, text) in journals.enumerated() {
    try Data(text.utf8).write(to: directory.journal.appendingPathComponent("node\(number)-4711-x.jsonl"))
}
var snapshot: SweepSnapshot?
let reading = try Time { snapshot = try Sweep.read(directory) }
let ended = snapshot?.trials.count { $0.ending != nil } ?? 0
let bytes = journals.reduce(0) { $0 + $1.utf8.count }
print("read     \(ended) trials, \(3 * trials) lines, \(bytes >> 20) MiB: \(reading)")

var sweep: Sweep?
let opening = try Time { sweep = try Sweep.open(directory, plan: sampled, base: base) { _ in nil } }
let first = try Time { _ = try sweep?.claimNext() }
let second = try Time { for _ in 0..<1000 { _ = try sweep?.claimNext() } }
print(
    "open     \(opening), then the first search \(first), a thousand more \(second)")

// A grid.

let side = Int(Double(gridPoints).squareRoot().rounded(.up))
var grid = try plan(
    GridSearch(), trials: nil,
    parameters: [
        SweepParameter(path: "a", domain: .intUniform(low: 1, high: side)),
        SweepParameter(path: "b", domain: .values((1...side).map { .number(Double($0)) }, isOrdered: true)),
        SweepParameter(
            path: "c", domain: .values([.yaml("x"), .yaml("y")], isOrdered: false),
            conditions: [SweepCondition(path: "a", values: [.number(1)])]),
    ])
grid.constraints = [SweepConstraint(text: "a * b <= \(side * side)")]
var count = 0
let enumerating = Time { count = SearchSpace(grid).gridPoints().reduce(0) { count, _ in count + 1 } }
print("grid     \(count) points: \(enumerating)")
var folderOfGrid: Sweep?
let planning = try Time {
    folderOfGrid = try Sweep.open(
        SweepDirectory(results: folder, experiment: "benchmark", sweep: "grid"), plan: grid, base: base
    ) { _ in nil }
    count = folderOfGrid?.snapshot.trials.count ?? 0
}
print("sweep    of that grid, \(count) trials: \(planning)")
