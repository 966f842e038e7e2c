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

/// The side of the last tile of so many outputs: the smallest that holds what remains.
INLINE int last_side(int outputs, int tile) {
    int rest = (outputs - 1) % tile + 1;
    return rest <= 2 ? 2 : rest <= 4 ? 4 : 6;
}

/// Rows and columns of tiles.
typedef struct region {
    int row, row_end, column, column_end;
} region;
/// Regions of a sample at most, and one of nothing after them.
#define REGIONS 4

/// The tiles of one sample: how many, the outputs of the last one of a column and of a row, and the regions in whose order they
/// come.
typedef struct grid {
    int samples, down, across;
    int last_down, last_across;
    int regions;
    region region[REGIONS + 1];
} grid;

/// Tiles in reading order, sample after sample.
INLINE grid grid_of(const assay_convolution *shape) {
    int height = shape->pools ? shape->out_height / 2 * 2 : shape->out_height;
    int width = shape->pools ? shape->out_width / 2 * 2 : shape->out_width;
    grid g = {
        .samples = shape->samples,
        .down = tiles_down(shape),
        .across = tiles_across(shape),
        .last_down = last_side(height, shape->tile),
        .last_across = last_side(width, shape->tile),
        .regions = 1,
    };
    g.region[0] = (region){0, g.down, 0, g.across};
    return g;
}

/// Tiles of one size after the other, each in reading order, sample after sample.
INLINE grid grid_by_size(const assay_convolution *shape) {
    grid g = grid_of(shape);
    int down = g.down - (g.last_down < shape->tile), across = g.across - (g.last_across < shape->tile);
    const region regions[REGIONS] = {
        {0, down, 0, across}, {0, down, across, g.across}, {down, g.down, 0, across}, {down, g.down, across, g.across}};
    g.regions = 0;
    for (int i = 0; i < REGIONS; i++)
        if (regions[i].row < regions[i].row_end && regions[i].column < regions[i].column_end) g.region[g.regions++] = regions[i];
    return g;
}

/// A tile: its region, its sample, its row and column among the sample's tiles.
typedef struct place {
    int region, sample, row, column;
} place;

/// Where the tile with a number lies; there must be one.
INLINE place place_of(const grid *g, int number) {
    for (int i = 0;; i++) {
        const region r = g->region[i];
        int across = r.column_end - r.column, tiles = (r.row_end - r.row) * across;
        if (i + 1 < g->regions && number >= g->samples * tiles) {
            number -= g->samples * tiles;
            continue;
        }
        return (place){i, number / tiles, r.row + number % tiles / across, r.column + number % across};
    }
}
INLINE place next_place(const grid *g, place tile) {
    const region *r = &g->region[tile.region];
    if (++tile.column < r->column_end) return tile;
    tile.column = r->column;
    if (++tile.row < r->row_end) return tile;
    tile.row = r->row;
    if (++tile.sample < g->samples || tile.region + 1 >= g->regions) return tile;
    return (place){tile.region + 1, 0, r[1].row, r[1].column};
}

/// One value a channel for a block of channels: `otherwise` where there are none, zero for channels beyond the last.
INLINE vec load_channels(const float *values, int block, int channels, float otherwise) {
    int count = smaller(channels - block * BLOCK, BLOCK);
    if (count <= 0) return splat(0);
    return values ? load_some(values + block * BLOCK, count) : splat(otherwise);
}
