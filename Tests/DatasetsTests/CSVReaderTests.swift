import Diagnostics
import Testing

@testable import Datasets

@Suite struct CSVReaderTests {
    private func records(_ text: String) throws -> [[String]] {
        var reader = CSVReader(text, file: "m.csv")
        var records: [[String]] = []
        while let record = try reader.record() { records.append(record.map(\.text)) }
        return records
    }

    private func fault(_ text: String) -> Diagnostic? {
        do { _ = try records(text) } catch { return error as? Diagnostic }
        return nil
    }

    /// The examples of RFC 4180, section 2.
    @Test func readsRFC4180() throws {
        #expect(try records("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n") == [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]])
        #expect(try records("aaa,bbb,ccc\r\nzzz,yyy,xxx") == [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]])
        #expect(
            try records("\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx") == [["aaa", "b \r\nbb", "ccc"], ["zzz", "yyy", "xxx"]])
        #expect(try records("\"aaa\",\"b\"\"bb\",\"ccc\"") == [["aaa", "b\"bb", "ccc"]])
    }

    @Test func readsEmptyFieldsBlankLinesAndMarks() throws {
        #expect(try records("\u{FEFF}a,,\n\n\n,b,\n") == [["a", "", ""], ["", "b", ""]])
        #expect(try records("") == [])
        #expect(try records("\"\",x") == [["", "x"]])
    }

    @Test func keepsLineAndColumn() throws {
        var reader = CSVReader("é,\"two\nlines\",c\n\nd,e,f", file: "m.csv")
        let first = try reader.record()
        let second = try reader.record()
        #expect(first?.map(\.position.line) == [1, 1, 2] && first?.map(\.position.column) == [1, 3, 8])
        #expect(second?.map(\.position.line) == [4, 4, 4] && second?.map(\.position.column) == [1, 3, 5])
    }

    @Test func namesWhatIsMalformed() {
        #expect(fault("a,b\nc,\"d\n")?.position == SourcePosition(file: "m.csv", line: 2, column: 3))
        #expect(fault("a,\"b\"c\n")?.position == SourcePosition(file: "m.csv", line: 1, column: 6))
        #expect(fault("a\nb\"c\n")?.position == SourcePosition(file: "m.csv", line: 2, column: 2))
        #expect(fault("a,\"b")?.id == "malformed-csv")
    }
}
