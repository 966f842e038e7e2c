import Diagnostics
import Foundation
import Network
import TestSupport
import Testing

@testable import Experiment

/// Every switch can be turned by itself in a file, and its page says so.
struct SemanticsSwitchTests {
    private static let fields = Semantics.declaration(of: .keras3).fields

    private func values(_ semantics: Semantics) throws -> [String: String] {
        var values = try JSONDecoder().decode([String: String].self, from: JSONEncoder().encode(semantics))
        // Written only where it was turned.
        values["hardSigmoid"] = semantics.hardSigmoid.rawValue
        return values
    }

    /// The property of a key: `epochEnd`.
    private static func property(_ key: String) -> String {
        let words = key.split(separator: "_")
        return words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    /// The words that the schema allows for a key.
    private func words(_ field: Field<Semantics>) throws -> [String] {
        var definitions = SchemaDefinitions()
        let schema = Data(field.schema(&definitions).render().utf8)
        let object = try JSONSerialization.jsonObject(with: schema)
        func find(_ object: Any) -> [String]? {
            guard let mapping = object as? [String: Any] else { return (object as? [Any])?.lazy.compactMap(find).first }
            return mapping["enum"] as? [String] ?? mapping.values.lazy.compactMap(find).first
        }
        return try #require(find(object))
    }

    @Test(arguments: Semantics.Profile.allCases) func eachSwitchTurnsAlone(_ profile: Semantics.Profile) throws {
        let usual = try values(try Decoded("semantics: \(profile.rawValue)").whole().semantics)
        #expect(usual == (try values(Semantics(profile))))
        for field in Self.fields {
            let words = try words(field)
            #expect(words.count > 1, "\(field.key)")
            for word in words {
                let turned = try Decoded("semantics: {\(profile.rawValue): {\(field.key): \(word)}}").whole().semantics
                var expected = usual
                expected[Self.property(field.key)] = word
                #expect(try values(turned) == expected, "\(field.key): \(word)")
            }
        }
    }

    @Test func mistakesAreSuggestedAway() throws {
        let key = try Decoded("semantics: {tf.keras-2.15: {epoch_ends: wrap}}").diagnostics
        #expect(key.map(\.id) == ["unknown-key"] && key[0].help.first == "did you mean `epoch_end`?")
        let word = try Decoded("semantics: {keras-2.3: {epoch_end: restarts}}").diagnostics
        #expect(word.map(\.id) == ["unknown-value"])
        #expect(word[0].help == ["did you mean `restart`?", "accepted: wrap, restart, truncate"])
        let era = try Decoded("semantics: keras-2.4").diagnostics
        #expect(era.map(\.id) == ["unknown-kind"])
        #expect(era[0].help.last == "accepted: keras-2.2.4, keras-2.3, tf.keras-2.15, keras-3")
    }

    /// `RECORD=1 swift test --filter SemanticsSwitchTests` writes the table of `docs/semantics.md` anew.
    @Test func thePageHoldsTheTable() throws {
        let url = Fixtures.root.appendingPathComponent("docs/semantics.md")
        let page = try String(contentsOf: url, encoding: .utf8)
        let (begin, end) = ("<!-- switches -->\n", "<!-- end of switches -->")
        let start = try #require(page.range(of: begin)).upperBound
        let stop = try #require(page.range(of: end)).lowerBound
        let table = try Self.table()
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data((page[..<start] + table + page[stop...]).utf8).write(to: url)
        } else {
            #expect(page[start..<stop] == table, "stale: run `RECORD=1 swift test --filter SemanticsSwitchTests`")
        }
    }

    /// One row a switch: its value under each profile, and what it is.
    private static func table() throws -> String {
        let profiles = Semantics.Profile.allCases
        var rows = ["| switch | " + profiles.map { "`\($0.rawValue)`" }.joined(separator: " | ") + " | what it says |"]
        rows.append("|---|" + profiles.map { _ in "---|" }.joined() + "---|")
        for field in fields {
            let values = try profiles.map { "`\(try #require(field.json(Semantics($0))?.render()).filter { $0 != "\"" })`" }
            rows.append("| `\(field.key)` | \(values.joined(separator: " | ")) | \(field.doc) |")
        }
        return rows.joined(separator: "\n") + "\n"
    }

    /// Where each switch acts and what proves it, as the page says: the files exist and name it.
    @Test func thePageNamesCodeAndTests() throws {
        let page = try String(contentsOf: Fixtures.root.appendingPathComponent("docs/semantics.md"), encoding: .utf8)
        for field in Self.fields {
            let row = try #require(
                page.split(separator: "\n").first { $0.hasPrefix("| `\(field.key)` | `Sources/") }, "\(field.key)")
            let files = row.split(separator: "`").map(String.init).filter { $0.hasSuffix(".swift") }
            #expect(files.count >= 2 && files.contains { $0.hasPrefix("Tests/") }, "\(field.key)")
            for file in files {
                let text = try String(contentsOf: Fixtures.root.appendingPathComponent(file), encoding: .utf8)
                #expect(text.contains("." + Self.property(field.key)), "\(file) does not name \(field.key)")
            }
        }
    }
}
