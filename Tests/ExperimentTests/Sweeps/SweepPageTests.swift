import Foundation
import Plan
import TestSupport
import Testing

@testable import Experiment

/// What docs/language.md says of sweeps beside the declarations.
struct SweepPageTests {
    private func page() throws -> Substring {
        let text = try String(contentsOf: Fixtures.root.appendingPathComponent("docs/language.md"), encoding: .utf8)
        let begin = try #require(text.range(of: "\n## Sweeps\n"))
        let end = try #require(text[begin.upperBound...].range(of: "\n## "))
        return text[begin.upperBound..<end.lowerBound]
    }

    @Test func theExampleIsRead() throws {
        let page = try page()
        let begin = try #require(page.range(of: "```yaml\n"))
        let end = try #require(page[begin.upperBound...].range(of: "```"))
        let spec = try #require(try Decoded(String(page[begin.upperBound..<end.lowerBound])).whole().sweep)
        #expect(spec.parameters.count == 5 && spec.constraints.count == 1)
        for constraint in spec.constraints {
            #expect(throws: Never.self) { try ConstraintExpression(parsing: constraint.wrappedValue) }
        }
    }

    /// Every key has a row, and no row is of a key that there is not.
    @Test func everyKeyIsThere() throws {
        let page = try page()
        func keys(after heading: String, column: Int) throws -> Set<String> {
            let begin = try #require(page.range(of: heading))
            let rows = page[begin.upperBound...].split(separator: "\n").drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
            return Set(
                rows.dropFirst(2).flatMap { row in
                    row.split(separator: "|")[column].matches(of: /`\{?([a-z_]+)[`:]/).map { String($0.output.1) }
                })
        }
        #expect(try keys(after: "--seed`.", column: 0) == Set(SweepSpec.declaration.fields.map(\.key)))
        #expect(try keys(after: "### What Slurm is asked for", column: 0) == Set(SlurmResources.declaration.fields.map(\.key)))
        #expect(try keys(after: "### Methods", column: 0) == Set(Kinds.methods.members.map(\.name)))
        #expect(try keys(after: "### Methods", column: 1) == Set(Kinds.methods.members.flatMap(\.keys)))
        #expect(try keys(after: "### Schedulers", column: 1) == Set(Kinds.schedulers.members.flatMap(\.keys)))
        let forms = try keys(after: "### Domains", column: 0)
        #expect(forms == Set(SweepDomainSpec.forms).subtracting(["values"]))
    }
}
