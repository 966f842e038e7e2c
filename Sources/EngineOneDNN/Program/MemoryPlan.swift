/// Places for buffers in one block of memory: two may share bytes where their lifetimes do not meet.
struct MemoryPlan {
    /// A buffer: its size and the first and last operation that touches it.
    struct Request {
        var byteCount: Int
        var first: Int
        var last: Int
    }

    /// Where each request begins, in bytes; multiples of a cache line.
    private(set) var offsets: [Int]
    /// The size of the block.
    private(set) var byteCount = 0

    /// Places the largest first, each at the lowest free address.
    init(_ requests: [Request]) {
        offsets = Array(repeating: 0, count: requests.count)
        var placed: [Int] = []
        for index in requests.indices.sorted(by: { (requests[$0].byteCount, $1) > (requests[$1].byteCount, $0) }) {
            let request = requests[index]
            let size = Self.rounded(request.byteCount)
            let neighbours = placed.filter { requests[$0].first <= request.last && request.first <= requests[$0].last }
            var offset = 0
            for other in neighbours.sorted(by: { offsets[$0] < offsets[$1] }) {
                if offsets[other] >= offset + size { break }
                offset = max(offset, offsets[other] + Self.rounded(requests[other].byteCount))
            }
            offsets[index] = offset
            byteCount = max(byteCount, offset + size)
            placed.append(index)
        }
    }

    private static func rounded(_ byteCount: Int) -> Int { (max(byteCount, 1) + 63) / 64 * 64 }
}
