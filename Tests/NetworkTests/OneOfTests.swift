import Foundation
import Network
import Testing

@Suite struct OneOfTests {
    @Test func aKindOfAnotherFamilyIsRefused() {
        #expect(OneOf<LayerFamily>(Adam()) == nil)
        #expect(OneOf<OptimizerFamily>(Adam()) != nil)
    }

    @Test func everyMemberIsOfItsFamilyAndNamesAreUnique() {
        for members in [LayerFamily.members, LossFamily.members, OptimizerFamily.members] {
            #expect(Set(members.map { $0.kind }).count == members.count)
        }
    }

    @Test func anUnknownKindIsAnError() {
        let data = Data(#"{"kind": "Conv9D"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(OneOf<LayerFamily>.self, from: data) }
    }

    @Test func theKindStandsBesideTheArguments() throws {
        let dropout = try #require(OneOf<LayerFamily>(Dropout(rate: 0.25)))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(dropout), as: UTF8.self) == #"{"kind":"Dropout","rate":0.25}"#)
    }
}
