import Engine
import Execution
import Foundation
import Network
import Plan

/// The programs of a plan for people: a line and a table each, and what is copied only for the sake of layouts.
struct KernelsText {
    private let listing: ProgramListing
    private let width: Int
    private let style: TextTable.Style

    init(_ listing: ProgramListing, width: Int, style: TextTable.Style) {
        self.listing = listing
        self.width = width
        self.style = style
    }

    /// Lines, each ending in a line feed.
    var text: String {
        let sets = listing.instructionSets.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        var lines = ["\(listing.experiment): " + ([listing.engine] + sets).joined(separator: ", ")]
        for entry in listing.programs { lines += [""] + summary(entry) + table(entry.program) + reorders(entry.program) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func summary(_ entry: ProgramListing.Entry) -> [String] {
        let program = entry.program
        let frozen = entry.frozen.isEmpty ? "" : ", \(entry.frozen.count) layers frozen"
        let flops = Self.flops(program.operations)
        let direct = flops.0 == flops.1 ? "" : " (directly \(ReadableNumber.flops(flops.1)))"
        return [
            "\(entry.steps.joined(separator: ", ")): \(entry.model), "
                + (program.isTraining ? "a training step" : "inference") + " of \(program.count) images\(frozen)",
            "  \(program.operations.count) calls, \(ReadableNumber.flops(flops.0))\(direct), buffers "
                + ReadableNumber.bytes(program.byteCount),
        ]
    }

    private func table(_ program: ProgramDescription) -> [String] {
        var table = TextTable([
            .init("Layers"), .init("Kernels"), .init("Layout"), .init("Operations", isNumeric: true),
            .init("Directly", isNumeric: true), .init("Memory", isNumeric: true), .init("By"),
        ])
        table.rows = program.stages.map { stage in
            let calls = program.operations.filter { stage.layers.contains($0.layer) }
            let flops = Self.flops(calls)
            return [
                stage.layers.joined(separator: " + "), stage.kernels.joined(separator: ", "), stage.layout ?? "",
                flops.0 > 0 ? ReadableNumber.flops(flops.0) : "", flops.0 != flops.1 ? ReadableNumber.flops(flops.1) : "",
                calls.isEmpty ? "" : ReadableNumber.bytes(Limits.sum(calls.map(\.byteCount))),
                (stage.passes + (stage.reason.map { ["(\($0))"] } ?? [])).joined(separator: " "),
            ]
        }
        return table.lines(width: width, style: style)
    }

    private func reorders(_ program: ProgramDescription) -> [String] {
        let reorders = program.operations.filter(\.isReorder)
        if reorders.isEmpty { return ["  no activations are copied into another layout"] }
        return reorders.map {
            "  \($0.layer): \($0.name), \($0.source) to \($0.destination), \(ReadableNumber.bytes($0.byteCount)) of memory"
        }
    }

    /// As the kernels do them, and as the definition has them.
    private static func flops(_ calls: [ProgramOperation]) -> (Int, Int) {
        (Limits.sum(calls.map(\.flops)), Limits.sum(calls.map(\.directFlops)))
    }
}
