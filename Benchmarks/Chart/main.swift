import Foundation
import Results

// Draws the steps of benchmarks.json: benchmark-chart benchmarks.json steps.png. Benchmarks/run calls it.

/// What the chart needs of benchmarks.json.
struct Measurements: Decodable {
    struct Part: Decodable {
        var rows: [String: [String: Row]]
    }
    struct Row: Decodable {
        var median_ms: Double
        var ratio: Double
    }
    /// Other parts have rows of other shapes.
    struct Parts: Decodable {
        var native: Part?
        var avx2: Part?

        enum CodingKeys: String, CodingKey {
            case native = "steps/native"
            case avx2 = "steps/avx2"
        }
    }
    var parts: Parts
}

let sides: [(key: String, name: String, color: Color)] = [
    ("assay", "Assay", .training), ("keras", "Keras", .validation), ("keras-xla", "Keras, XLA", Color(0xE69F00)),
    ("torch", "PyTorch", Color(0x009E73)), ("torch-compiled", "PyTorch, compiled", Color(0x56B4E9)),
]
let works = [("train", "training step"), ("frozen", "training step, [:-5] frozen"), ("evaluate", "evaluation")]

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: benchmark-chart benchmarks.json steps.png\n".utf8))
    exit(64)
}
let measured = try JSONDecoder().decode(Measurements.self, from: Data(contentsOf: URL(fileURLWithPath: arguments[1])))
var groups: [BarFigure.Group] = []
for (part, isa) in [(measured.parts.avx2, "held to AVX2"), (measured.parts.native, "all the machine has")] {
    for (key, name) in works {
        guard let rows = part?.rows[key] else { continue }
        let bars = sides.compactMap { side in
            rows[side.key].map { row in
                let times = side.key == "assay" ? "" : String(format: " · %.1f times as long", row.ratio)
                return BarFigure.Bar(
                    name: side.name, value: row.median_ms, label: String(format: "%.0f ms", row.median_ms) + times,
                    color: side.color)
            }
        }
        groups.append(BarFigure.Group(name: "\(name), \(isa)", bars: bars))
    }
}
let figure = BarFigure(title: "The notebook's network, 16 images of 150 x 150", groups: groups)
try figure.png(scale: 2).write(to: URL(fileURLWithPath: arguments[2]))
