import CDNNL
import CKernels
import CPeak
import EngineOneDNN
import Foundation

// Times convolutions by themselves: our kernels, oneDNN's direct ones, and the peak of the machine. See docs/benchmarks.md.
//   kernel-benchmark [--threads N] [--only PART_OF_A_NAME] [--quick] [--json]

OneDNNEngine.restartWithSleepingThreads()

let arguments = Array(CommandLine.arguments.dropFirst())
func value(of option: String) -> String? {
    let arguments = CommandLine.arguments
    return arguments.firstIndex(of: option).flatMap { arguments.dropFirst($0 + 1).first }
}
let threads = max(value(of: "--threads").flatMap(Int.init) ?? ProcessInfo.processInfo.activeProcessorCount, 1)
let only = value(of: "--only")
let isQuick = arguments.contains("--quick")
let budget = isQuick ? 0.001 : 0.06

/// Operations a second that the threads do together when they do nothing else, in GFLOP/s.
func peak(_ isa: String, team: Team, rounds: Int, budget: Double) throws -> Double {
    let nothing = Floats(0)
    let sink = Floats(16 * team.threads)
    let least = try leastTimes(
        [
            {
                team.run(team.threads, scratch: nothing, each: 0) { index, _ in
                    sink.values[16 * index] = peak_multiply_add(isa, rounds)
                }
            }
        ],
        budget: budget)
    return peak_operations(isa, rounds) * Double(team.threads) / least[0] * 1e-9
}

let table = try KernelTable.current()
guard
    let kernels = (0..<Int32.max).lazy.map({ assay_kernels_at($0) }).prefix(while: { $0 != nil }).compactMap({ $0 })
        .first(where: { String(cString: $0.pointee.name) == table.name })
else {
    FileHandle.standardError.write(Data("kernel-benchmark: there are no kernels \(table.name)\n".utf8))
    exit(70)
}
omp_set_num_threads(Int32(threads))
let team = Team(threads: threads)
let library = try Library()
var report = Report(
    isa: table.name, threads: threads,
    peakGflops: try peak(table.name, team: team, rounds: 200_000, budget: isQuick ? 0.01 : 0.5))
for shape in isQuick ? Array(ConvolutionShape.all.suffix(2)) : ConvolutionShape.all
where only.map(shape.name.contains) ?? true {
    for pass in Pass.allCases {
        // Nobody wants the gradient by the images.
        if shape.inputs <= 4, pass == .data || pass == .backward { continue }
        let direct = try Direct(library, shape, pass)
        let ours = Fast.candidates(kernels, shape, pass, threads: threads)
        let times = try leastTimes([{ try direct.run() }] + ours.map { fast in { fast.run(team) } }, budget: budget)
        let operations = shape.operations * (pass == .backward ? 2 : 1)
        let best = zip(ours, times.dropFirst()).min { $0.1 < $1.1 }
        report.kernels.append(
            Row(
                shape: shape.name, pass: pass.rawValue,
                onednn: Measured(kernel: direct.kernel, seconds: times[0], operations: operations),
                assay: best.map { Measured(kernel: $0.0.kernel, seconds: $0.1, operations: operations) }))
    }
}
if arguments.contains("--json") {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
} else {
    print(String(format: "%@, %d threads, peak %.0f GFLOP/s", report.isa, report.threads, report.peakGflops))
    for row in report.kernels {
        func text(_ side: Measured?) -> String {
            side.map {
                String(format: "%8.2f ms %6.0f GFLOP/s %4.0f%%  ", $0.ms, $0.gflops, $0.gflops / report.peakGflops * 100)
                    + $0.kernel
            }
                ?? "-"
        }
        let name = "\(row.shape), \(row.pass)".padding(toLength: 52, withPad: " ", startingAt: 0)
        print(name + text(row.onednn).padding(toLength: 64, withPad: " ", startingAt: 0) + text(row.assay))
    }
}
