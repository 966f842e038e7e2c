/// Memory for numbers, kept from use to use; what it holds is lost where it has to grow.
struct Scratch<Element: BitwiseCopyable>: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<Element> = .allocate(capacity: 0)

    init() {}

    deinit { memory.deallocate() }

    /// The first `count` places.
    mutating func room(_ count: Int) -> UnsafeMutableBufferPointer<Element> {
        if memory.count < count {
            memory.deallocate()
            memory = .allocate(capacity: count)
        }
        return UnsafeMutableBufferPointer(rebasing: memory[..<count])
    }
}
