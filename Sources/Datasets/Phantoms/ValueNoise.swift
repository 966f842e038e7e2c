import Randomness

/// Smooth noise between 0 and 1: random values on a periodic grid, blended between its points.
struct ValueNoise: Sendable {
    private static let size = 32
    private let grid: [Float]

    init(key: RandomKey) {
        var grid: [Float] = []
        for index in 0..<UInt64(Self.size * Self.size / 4) {
            let words = key.block(index)
            for word in [words.0, words.1, words.2, words.3] { grid.append(Float(word >> 8) * 0x1p-24) }
        }
        self.grid = grid
    }

    /// The noise at a place, in cells of the grid.
    @inline(__always)
    func callAsFunction(_ x: Float, _ y: Float) -> Float {
        let (floorX, floorY) = (x.rounded(.down), y.rounded(.down))
        let (column, row) = (Int(floorX) & (Self.size - 1), Int(floorY) & (Self.size - 1))
        let (right, below) = ((column + 1) & (Self.size - 1), (row + 1) & (Self.size - 1))
        let (s, t) = (smoothStep(0, 1, x - floorX), smoothStep(0, 1, y - floorY))
        let top = grid[row * Self.size + column] * (1 - s) + grid[row * Self.size + right] * s
        let bottom = grid[below * Self.size + column] * (1 - s) + grid[below * Self.size + right] * s
        return top * (1 - t) + bottom * t
    }
}
