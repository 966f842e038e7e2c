import Foundation
import TestSupport
import Testing

@testable import Network

@Suite struct AvailableMemoryTests {
    @Test func theSystemSays() {
        #expect(AvailableMemory.systemBytes("MemTotal: 100 kB\nMemAvailable:   25 kB\n") == 25 * 1024)
        #expect(AvailableMemory.systemBytes("MemTotal: 100 kB\n") == nil && AvailableMemory.systemBytes("") == nil)
        #expect(AvailableMemory.systemBytes("MemAvailable: plenty kB\n") == nil)
    }

    @Test func groupsLieInEachOther() throws {
        let root = try TemporaryFolder()
        try root.write("1000\n", to: "memory.max")
        try root.write("900\n", to: "memory.current")
        try root.write("anon 1\ninactive_file 300\n", to: "memory.stat")
        try root.write("max\n", to: "a/b/memory.max")
        try root.write("100\n", to: "a/b/memory.current")
        func bytes(_ text: String) -> Int? { AvailableMemory.groupBytes(text, root: root.url.path) }
        #expect(bytes("0::/a/b\n") == 400)
        try root.write("350\n", to: "a/memory.max")
        try root.write("100\n", to: "a/memory.current")
        #expect(bytes("0::/a/b\n") == 250)
        #expect(bytes("0::/a/b\n4:cpu:/a\n") == 250)
        // Version 1 has a folder for each controller.
        try root.write("70\n", to: "memory/c/memory.limit_in_bytes")
        try root.write("90\n", to: "memory/c/memory.usage_in_bytes")
        #expect(bytes("5:cpuset,memory:/c\n") == 0)
        #expect(bytes("5:cpuset:/c\n") == nil && bytes("nonsense") == nil)
    }

    @Test func thisMachineHasSome() throws {
        #expect(try #require(AvailableMemory.bytes()) > 1 << 20)
    }
}
