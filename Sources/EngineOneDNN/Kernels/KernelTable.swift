import CDNNL
import CKernels
import Engine
import Foundation

/// The kernels for one instruction set.
///
/// One choice holds for the whole process, because oneDNN's is the process's too: activations go from our kernels to oneDNN's and
/// back, so both must block channels alike (16 on AVX-512, 8 elsewhere).
public struct KernelTable: Sendable {
    /// The variable that overrides the choice.
    public static let variable = "ASSAY_ISA"

    /// `avx512`, `avx2` or `portable`.
    public let name: String
    /// Channels in a block of activations: 16 or 8, as oneDNN has them.
    public let block: Int
    /// Whether this processor can run them.
    public let runsHere: Bool
    /// The functions; the table lies in the program's own memory and never changes.
    nonisolated(unsafe) let kernels: UnsafePointer<assay_kernels>

    /// The tables of this build, best first.
    public static let all: [KernelTable] = (0..<Int32.max).lazy.map { assay_kernels_at($0) }.prefix { $0 != nil }.compactMap {
        $0
    }
    .map { kernels in
        KernelTable(
            name: String(cString: kernels.pointee.name), block: Int(kernels.pointee.block),
            runsHere: assay_kernels_run_here(kernels) != 0, kernels: kernels)
    }

    /// The table of this process: the one that `ASSAY_ISA` names, to which oneDNN is then held too; else the best that this
    /// processor runs and that agrees with oneDNN, which heeds `ONEDNN_MAX_CPU_ISA`.
    ///
    /// Chosen at the first call, which must come before oneDNN's first primitive.
    /// - Throws: ``EngineError/setting(_:remedy:)`` where there is no such table, this processor cannot run it, or oneDNN cannot be
    ///   held to it.
    public static func current() throws(EngineError) -> KernelTable { try chosen.get() }

    /// The table that `ASSAY_ISA` asks for; nil where the variable is unset or empty.
    public static var asked: String? { getenv(variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }

    private static let chosen = Result { () throws(EngineError) in
        let asked = Self.asked
        if let asked {
            // The status is not looked at: what counts is whether oneDNN agrees afterwards.
            _ = dnnl_set_max_cpu_isa(try table(named: asked, of: all).limit)
        }
        return try choose(asked, of: all, block: libraryBlock)
    }

    /// The choice as a function: what was asked for, or the first that runs, of `tables`; its block must be oneDNN's.
    static func choose(_ asked: String?, of tables: [KernelTable], block: Int) throws(EngineError) -> KernelTable {
        if let asked {
            let table = try table(named: asked, of: tables)
            if table.block == block { return table }
            throw .setting(
                "\(variable)=\(asked) needs oneDNN to block channels by \(table.block), and here it blocks them by \(block)",
                remedy: "leave \(variable) unset")
        }
        guard let table = tables.first(where: { $0.runsHere && $0.block == block }) else {
            throw .library("there are no kernels for blocks of \(block) channels")
        }
        return table
    }

    private static func table(named name: String, of tables: [KernelTable]) throws(EngineError) -> KernelTable {
        let possible = tables.filter(\.runsHere).map(\.name).joined(separator: ", ")
        let remedy = "\(variable) may be \(possible) here; unset, it is the first of them that oneDNN agrees with"
        guard let table = tables.first(where: { $0.name == name }) else {
            throw .setting("\(variable)=\(name) names no instruction set that there are kernels for", remedy: remedy)
        }
        guard table.runsHere else {
            throw .setting("\(variable)=\(name): this processor, or its system, cannot run these kernels", remedy: remedy)
        }
        return table
    }

    /// The widest instruction set of oneDNN's that has this table's block.
    private var limit: dnnl_cpu_isa_t {
        switch name {
        case "avx512": dnnl_cpu_isa_all
        case "avx2": dnnl_cpu_isa_avx2
        default: dnnl_cpu_isa_sse41
        }
    }

    /// Channels in a block of the activations that oneDNN likes best: its sets are bits, each with those it includes.
    private static var libraryBlock: Int {
        let wide = dnnl_cpu_isa_avx512_core.rawValue
        return dnnl_get_effective_cpu_isa().rawValue & wide == wide ? 16 : 8
    }
}
