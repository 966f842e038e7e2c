// How a convolution's output is cut into Winograd's tiles, and the transforms by the size of a tile.

/// Transforms by a tile that is a constant where they are inlined.
#define BY_TILE(name)                                          \
    INLINE void name(const int tile, const vec *from, vec *to) { \
        if (tile == 2) name##_2(from, to);                     \
        if (tile == 4) name##_4(from, to);                     \
        if (tile == 6) name##_6(from, to);                     \
    }
BY_TILE(input)
BY_TILE(input_adjoint)
BY_TILE(weights)
BY_TILE(weights_adjoint)
BY_TILE(gather)
BY_TILE(spread)
#undef BY_TILE
/// The longest side of a tile's input, for buffers.
#define LONGEST 8

/// Pairs of input and output channels: one for each position of a tile's input.
INLINE int positions_of(const assay_convolution *shape) { return (shape->tile + 2) * (shape->tile + 2); }
INLINE int blocks_of(int channels) { return over(channels, BLOCK); }

// Rows and columns that pooling leaves over get no tiles. Tiles are even, so no window lies in two of them.
INLINE int tiles_down(const assay_convolution *shape) {
    return over(shape->pools ? shape->out_height / 2 * 2 : shape->out_height, shape->tile);
}
INLINE int tiles_across(const assay_convolution *shape) {
    return over(shape->pools ? shape->out_width / 2 * 2 : shape->out_width, shape->tile);
}
INLINE int tiles_of(const assay_convolution *shape) { return shape->samples * tiles_down(shape) * tiles_across(shape); }

/// The tiles of one sample.
typedef struct grid {
    int down, across;
} grid;

INLINE grid grid_of(const assay_convolution *shape) { return (grid){tiles_down(shape), tiles_across(shape)}; }

/// A tile: its sample, its row and column among the sample's tiles. Tiles are numbered in reading order, sample after sample.
typedef struct place {
    int sample, row, column;
} place;

INLINE place place_of(grid grid, int number) {
    int tiles = grid.down * grid.across;
    return (place){number / tiles, number % tiles / grid.across, number % grid.across};
}
INLINE place next_place(grid grid, place tile) {
    if (++tile.column < grid.across) return tile;
    tile.column = 0;
    if (++tile.row < grid.down) return tile;
    return (place){tile.sample + 1, 0, 0};
}

/// One value a channel for a block of channels: `otherwise` where there are none, zero for channels beyond the last.
INLINE vec load_channels(const float *values, int block, int channels, float otherwise) {
    int count = smaller(channels - block * BLOCK, BLOCK);
    if (count <= 0) return splat(0);
    return values ? load_some(values + block * BLOCK, count) : splat(otherwise);
}
