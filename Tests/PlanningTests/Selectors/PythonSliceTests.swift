import Foundation
import Network
import TestSupport
import Testing

@testable import Planning

@Suite struct PythonSliceTests {
    /// Every combination of `make_slices.py`, on lists of 1, 5 and 22 layers; null is Python's IndexError.
    @Test func slicesTakeWhatPythonTakes() throws {
        let data = try Data(contentsOf: Fixtures.url("planning/slices.json"))
        let rows = try #require(JSONSerialization.jsonObject(with: data) as? [[Any]])
        #expect(rows.count == 2044)
        for row in rows {
            let text = try #require(row[0] as? String)
            let selector = try LayerSelector.parse(text)
            for (count, golden) in zip([1, 5, 22], row[1...]) {
                let expected = golden as? [Int]
                switch selector {
                case .slice(let slice): #expect(slice.indices(of: count) == expected, "\(text) of \(count)")
                case .index:
                    let found = try? selector.matches(in: Self.network(of: count))
                    #expect(found == expected, "\(text) of \(count)")
                default: Issue.record("\(text) is \(selector)")
                }
            }
        }
    }

    static func network(of count: Int) throws -> NetworkDefinition {
        let layers = try (0..<count).map {
            (name: "dropout_\($0)", layer: try #require(OneOf<LayerFamily>(Dropout(rate: 0.5))))
        }
        return try NetworkDefinition(input: Shape([2]), layers: layers)
    }
}
