import ArgumentParser
import Diagnostics
import Engine
import EngineOneDNN
import EngineReference
import Foundation
import Training

/// What computes, and on how many threads.
struct MachineOptions: ParsableArguments {
    /// The engines.
    enum EngineChoice: String, ExpressibleByArgument, CaseIterable {
        /// Kernels of our own, and oneDNN's for what they do not compute: the default.
        case fast
        /// oneDNN's direct kernels alone: an independent check.
        case onednn
        /// Plain loops in double precision: slow, and what the others are tested against.
        case reference
    }

    @Option(help: "What computes: the fast kernels, oneDNN's direct ones, or the slow reference that both are tested against.")
    var engine: EngineChoice = .fast

    @Option(help: "Threads of the engine; results are the same with any number. Default: one a processor.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads is a number from 1 to 1024") }
    }

    /// Threads that the engine uses.
    var engineThreads: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// Threads that decode and augment: as many as the engine's, as they yield to it, and have the machine for themselves while it waits.
    var loaderThreads: Int { engineThreads }

    /// The engine asked for.
    ///
    /// - Throws: What is wrong with `ASSAY_ISA`, before anything is done.
    func makeEngine() throws(Diagnostic) -> any Engine { try engine.make(threads: engineThreads) }
}

extension MachineOptions.EngineChoice {
    /// The engine on some threads.
    ///
    /// - Throws: What is wrong with `ASSAY_ISA`, before anything is done.
    func make(threads: Int) throws(Diagnostic) -> any Engine {
        switch self {
        case .reference: return ReferenceEngine()
        case .fast, .onednn:
            do { _ = try KernelTable.current() } catch { throw Diagnostic(engine: error) }
            guard self == .fast else { return OneDNNEngine(threads: threads) }
            return FastEngine(threads: threads, featureDisk: try ImageCache.featureDisk())
        }
    }
}
