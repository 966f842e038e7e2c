import Diagnostics
import Foundation
import Plan
import Results

/// The definitions of a sweep: numbered files, each written once and never changed.
struct DefinitionFolder: Sendable {
    let url: URL

    init(_ directory: SweepDirectory) { url = directory.definitions }

    /// The definitions after those that are known, in order.
    ///
    /// - Throws: A diagnostic that names a file that is damaged.
    func read(after known: Int) throws(Diagnostic) -> [SweepDefinition] {
        var found: [SweepDefinition] = []
        while true {
            let file = file(known + found.count + 1)
            let data: Data
            do { data = try Data(contentsOf: file) } catch {
                guard access(file.path, F_OK) != 0 else { throw .cannotRead(file.path, "it is unreadable") }
                return found
            }
            do { found.append(try PlanCoding.decode(SweepDefinition.self, from: data)) } catch {
                var damage = Diagnostic.damaged(file.path, error)
                damage.help.append(
                    "or delete it: the next `assay sweep` writes it anew from the experiment's file, if that is still the same")
                throw damage
            }
        }
    }

    /// Adds a definition: the file is there whole, or not at all.
    ///
    /// - Returns: false where another process has added one of this number.
    func add(_ definition: SweepDefinition) throws(Diagnostic) -> Bool {
        let data: Data
        do { data = try PlanCoding.encode(definition) } catch {
            throw Diagnostic(
                "cannot-encode", "the sweep cannot be written as JSON: \(error)", outcome: .internalFault)
        }
        return try AtomicFile.create(data + Data("\n".utf8), at: file(definition.number))
    }

    private func file(_ number: Int) -> URL { url.appendingPathComponent(String(format: "%04d.json", number)) }
}
