import Foundation
import Network
import Plan
import Sweeping

/// Samplers on functions, and on whatever answers.
///
///     sampler-benchmark functions REPETITIONS TRIALS      a line of JSON for each run of each method on each function
///     sampler-benchmark ask METHOD SEED TRIALS            points for phantom-rates.yaml out, a cost or `failed` in for each
///
/// See compare-samplers and phantom-tpe, which call it.

func plan(_ kind: any SweepMethodKind, _ parameters: [SweepParameter], trials: Int, seed: Int) -> SweepPlan? {
    guard let method = OneOf<SweepMethodFamily>(kind), let scheduler = OneOf<SchedulerFamily>(NoScheduler()) else { return nil }
    return SweepPlan(
        name: "benchmark", method: method, scheduler: scheduler, trials: trials,
        objective: SweepObjective(step: "evaluate", metric: "loss", mode: .min), parameters: parameters, seeds: [1], seed: seed)
}

/// Chooses and measures points, each with what it may know.
func run(_ sampler: any Sampler, trials: Int, cost: (Assignment) -> Double?) {
    var points: [Observation] = []
    for index in 0..<trials {
        let horizon = sampler.horizon(index)
        let pending = points[horizon...].map(\.assignment)
        guard let point = sampler.assignment(index, results: Array(points.prefix(horizon)), pending: pending) else { return }
        points.append(Observation(point, cost: cost(point)))
    }
}

struct Line: Encodable {
    var function: String
    var method: String
    var parallel: Int
    var repetition: Int
    /// The best value after each trial.
    var best: [Double]
}

func functions(repetitions: Int, trials: Int) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for function in Case.all {
        var methods: [(any SweepMethodKind, Int)] = [
            (RandomSearch(), 1), (SobolSearch(), 1), (TPESearch(parallel: 1), 1), (TPESearch(parallel: 4), 4),
        ]
        if function.isOfNumbers { methods.append((CMAESSearch(), 1)) }
        for (method, parallel) in methods {
            for repetition in 0..<repetitions {
                guard let plan = plan(method, function.parameters, trials: trials, seed: repetition) else { continue }
                var best: [Double] = []
                run(Samplers.make(plan), trials: trials) { point in
                    let cost = function.cost(point)
                    best.append(min(best.last ?? .infinity, cost))
                    return cost
                }
                let line = Line(
                    function: function.name, method: type(of: method).kind, parallel: parallel, repetition: repetition, best: best
                )
                print(String(decoding: try encoder.encode(line), as: UTF8.self))
            }
        }
    }
}

/// Says the settings of one point after another, and reads what was measured of each.
func ask(_ method: any SweepMethodKind, seed: Int, trials: Int) {
    guard let plan = plan(method, PhantomSpace.parameters, trials: trials, seed: seed) else { return }
    run(Samplers.make(plan), trials: trials) { point in
        let text = point.settings.map(\.text).joined(separator: "\t") + "\n"
        FileHandle.standardOutput.write(Data(text.utf8))
        return readLine().flatMap(Double.init)
    }
}

let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.count) {
case ("functions", 3):
    try functions(repetitions: Int(arguments[2]) ?? 20, trials: Int(arguments[3]) ?? 100)
case ("ask", 4):
    let method: any SweepMethodKind = arguments[2] == TPESearch.kind ? TPESearch(parallel: 2) : RandomSearch()
    ask(method, seed: Int(arguments[3]) ?? 0, trials: Int(arguments[4]) ?? 30)
default:
    print("sampler-benchmark functions REPETITIONS TRIALS | ask random|tpe SEED TRIALS")
    exit(64)
}
