import Foundation
import Testing

@testable import Execution

@Suite struct ProcessorSetTests {
    /// A thread that is bound to one processor starts processes that know no other; bound to all again, it is as before.
    @Test func aProcessInheritsThoseOfItsThread() throws {
        let all = try #require(ProcessorSet.current())
        #expect(all.numbers == all.numbers.sorted() && !all.numbers.isEmpty)
        #expect(all.part(0..<all.numbers.count) == all)
        #expect(all.part(0..<0) == nil && all.part(0..<all.numbers.count + 1) == nil)
        let last = all.numbers.count - 1
        let one = try #require(all.part(last..<last + 1))
        #expect(one.numbers == [all.numbers[last]])
        one.bind()
        defer { all.bind() }
        #expect(ProcessorSet.current() == one)
        let child = try ChildRun(URL(fileURLWithPath: "/usr/bin/nproc"), [])
        var lines: [Data] = []
        while !child.hasEnded { lines += child.read(ChildRun.poll(child.descriptors, milliseconds: 1000)).lines }
        #expect(child.wait().code == 0)
        #expect(lines == [Data("1".utf8)])
        all.bind()
        #expect(ProcessorSet.current() == all)
    }

    /// A process can be given a part, and its parent keeps all.
    @Test func aPartIsTheChildsAlone() throws {
        let all = try #require(ProcessorSet.current())
        let child = try ChildRun(URL(fileURLWithPath: "/usr/bin/nproc"), [], processors: 0..<1)
        var lines: [Data] = []
        while !child.hasEnded { lines += child.read(ChildRun.poll(child.descriptors, milliseconds: 1000)).lines }
        #expect(child.wait().code == 0)
        #expect(lines == [Data("1".utf8)])
        #expect(ProcessorSet.current() == all)
    }
}
