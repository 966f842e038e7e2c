import Foundation

/// Memory that knows whether someone wrote beside it: values between two zones of bytes that nobody may touch.
///
/// The zones are not-a-number to whoever reads them as floats, so a value read from there is seen in the results; under
/// AddressSanitizer even reading is refused.
final class GuardedBuffer<Element> {
    private static var zone: Int { 256 }
    private static var mark: UInt8 { 0xFF }

    /// The values; the address is a multiple of 64 bytes, or of 4 alone.
    let pointer: UnsafeMutablePointer<Element>
    /// The number of values.
    let count: Int
    private let memory: UnsafeMutableRawPointer
    private let begin: Int
    private let end: Int
    private let size: Int

    /// Memory of which each byte is `fill`.
    ///
    /// - Parameter isAligned: Whether the address is a multiple of 64 bytes, as the contract promises for some; else it is not.
    init(count: Int, fill: UInt8, isAligned: Bool = true) {
        self.count = count
        begin = Self.zone + (isAligned ? 0 : 4)
        end = begin + count * MemoryLayout<Element>.stride
        size = (end + 63) / 64 * 64 + Self.zone
        memory = .allocate(byteCount: size, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: Self.mark, count: size)
        memory.advanced(by: begin).initializeMemory(as: UInt8.self, repeating: fill, count: end - begin)
        pointer = memory.advanced(by: begin).bindMemory(to: Element.self, capacity: count)
        Sanitizer.poison?(memory, begin)
        Sanitizer.poison?(memory + end, size - end)
    }

    /// A copy of values.
    convenience init(_ values: [Element], isAligned: Bool = true) {
        self.init(count: values.count, fill: 0, isAligned: isAligned)
        values.withUnsafeBufferPointer { if let base = $0.baseAddress { pointer.update(from: base, count: count) } }
    }

    deinit {
        Sanitizer.unpoison?(memory, size)
        memory.deallocate()
    }

    /// A copy of the values.
    var values: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    /// Whether the zones are as they were.
    var isIntact: Bool {
        Sanitizer.unpoison?(memory, size)
        defer {
            Sanitizer.poison?(memory, begin)
            Sanitizer.poison?(memory + end, size - end)
        }
        return isMarked(0..<begin) && isMarked(end..<size)
    }

    private func isMarked(_ bytes: Range<Int>) -> Bool {
        let zone = UnsafeRawBufferPointer(start: memory + bytes.lowerBound, count: bytes.count)
        return zone.allSatisfy { $0 == Self.mark }
    }
}

/// AddressSanitizer's own calls, where the tests run under it.
private enum Sanitizer {
    typealias Call = @convention(c) (UnsafeRawPointer, Int) -> Void
    static let poison = call("__asan_poison_memory_region")
    static let unpoison = call("__asan_unpoison_memory_region")

    private static func call(_ name: String) -> Call? {
        dlsym(nil, name).map { unsafeBitCast($0, to: Call.self) }
    }
}
