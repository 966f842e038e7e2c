// Memory asked for ahead of its use, while products keep the arithmetic busy and memory idle: the input of the next item, and the
// outputs that will be written next. Neither changes a result.

/// Tiles of an item at most.
#define MOST_TILES 64

/// The first pixels of an item's tiles in the first block of channels; as addresses, for a tile may reach
/// beyond the end of x.
typedef struct corners {
    uintptr_t at[MOST_TILES];
    int count;
} corners;

INLINE corners corners_of(
        const int tile, const grid *grid, const assay_convolution *shape, const float *x, int first, int end) {
    corners c = {.count = 0};
    if (first >= end) return c;
    place at = place_of(grid, first);
    size_t row = (size_t)shape->in_width * BLOCK, map = (size_t)shape->in_height * row;
    for (int number = first; number < end; number++, at = next_place(grid, at)) {
        int top = larger(0, at.row * tile - shape->pad_top), left = larger(0, at.column * tile - shape->pad_left);
        size_t maps = (size_t)at.sample * (size_t)blocks_of(shape->in_channels);
        c.at[c.count++] = (uintptr_t)x + (maps * map + (size_t)top * row + (size_t)left * BLOCK) * sizeof *x;
    }
    return c;
}

INLINE void fetch_address(uintptr_t address) { fetch_line((const float *)address); }

/// Asks for one pixel, that at `position` in its tile, of every tile and of a range of blocks of channels.
INLINE void fetch_inputs(const int tile, const assay_convolution *shape, const corners *tiles, int position, int block, int end) {
    const int side = tile + 2;
    int i = position / side, j = position % side;
    if (j * BLOCK % LINE != 0) return;
    size_t row = (size_t)shape->in_width * BLOCK, map = (size_t)shape->in_height * row;
    for (; block < end; block++) {
        size_t offset = ((size_t)block * map + (size_t)i * row + (size_t)j * BLOCK) * sizeof(float);
        for (int t = 0; t < tiles->count; t++) fetch_address(tiles->at[t] + offset);
    }
}

/// Asks for the outputs of a tile in a panel.
INLINE void fetch_outputs(const int tile, const assay_convolution_forward *pass, place at, int panel) {
    int block = panel * PANEL_VECTORS, end = smaller(block + PANEL_VECTORS, blocks_of(pass->shape.out_channels));
    for (; block < end; block++) {
        target to = target_of(pass, tile, pass->shape.pools, at, block);
        for (int i = 0; i < to.rows; i++)
            for (int j = 0; j < to.columns; j += LINE / BLOCK)
                fetch_to_write(to.y + ((size_t)i * (size_t)to.width + (size_t)j) * BLOCK);
    }
}
