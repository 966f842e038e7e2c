// Winograd's convolution, forward. An item is a chunk of tiles, of all channels: their transformed input stays in the cache, and
// the products with it of one panel of weights at a time.

/// Tiles come in dozens: whole groups of rows on every instruction set.
#define DOZEN 12
/// Values of scratch that leave room in a cache of 512 KB or 1 MB for the weights that stream through it.
#define FORWARD_VALUES (128 * 1024)

/// Tiles of an item, of which the last has what remains: as many as the cache holds with the input of the next item (half as
/// large before it is transformed), but so few that there are items for some threads.
INLINE int forward_tiles(const assay_convolution *shape) {
    int lines = lines_of(shape->in_channels) * 3 / 2 + PANEL / LINE, values = positions_of(shape) * LINE * lines * DOZEN;
    int dozens = smaller(MOST_TILES / DOZEN, FORWARD_VALUES / values);
    return DOZEN * larger(1, smaller(dozens, tiles_of(shape) / (8 * DOZEN)));
}

static int winograd_forward_items(const assay_convolution *shape) { return over(tiles_of(shape), forward_tiles(shape)); }

static size_t winograd_forward_scratch(const assay_convolution *shape) {
    int tiles = forward_tiles(shape);
    return (size_t)positions_of(shape)
            * (position_stride(lines_of(shape->in_channels), tiles) + position_stride(PANEL / LINE, tiles));
}

/// The products of a chunk of tiles with a panel of weights.
INLINE void multiply_panel(
        const int tile, const assay_convolution_forward *pass, const chunk *chunk, int panel, const float *in, size_t in_position,
        float *out, size_t out_position, const corners *next) {
    const int positions = (tile + 2) * (tile + 2);
    const assay_convolution *shape = &pass->shape;
    int count = chunk->count, width = panel_width(shape->out_channels, panel);
    int blocks = blocks_of(shape->in_channels), panels = panels_of(shape->out_channels);
    const float *weights = pass->weights + panel_offset(positions, shape->in_channels, panel);
    size_t line = (size_t)count * LINE, stride = panel_stride(shape->in_channels, width);
    place at = place_of(&chunk->grid, chunk->first);
    int fetched = 0;
    for (int position = 0; position < positions; position++, in += in_position, out += out_position, weights += stride) {
        fetch_inputs(tile, shape, next, position, panel * blocks / panels, (panel + 1) * blocks / panels);
        for (; fetched < (position + 1) * count / positions; fetched++, at = next_place(&chunk->grid, at))
            fetch_outputs(tile, pass, at, panel);
        span s = span_of(tile, chunk, position);
        panel_product(
                s.count, shape->in_channels, in + s.begin * LINE, line, weights, width, out + s.begin * LINE, line);
    }
}

INLINE void forward_item(const int tile, const assay_convolution_forward *pass, int item, float *scratch) {
    const assay_convolution *shape = &pass->shape;
    int all = tiles_of(shape), tiles = forward_tiles(shape);
    int first = item * tiles, end = smaller(first + tiles, all), lines = lines_of(shape->in_channels);
    grid grid = grid_by_size(shape);
    chunk chunk = chunk_of(tile, grid, first, end - first);
    size_t in_position = position_stride(lines, end - first), out_position = position_stride(PANEL / LINE, end - first);
    float *in = scratch, *out = scratch + (size_t)positions_of(shape) * in_position;
    transform_inputs(tile, shape, pass->x, pass->scale, pass->shift, &chunk, 0, lines, in, in_position);
    corners next = corners_of(tile, &grid, shape, pass->x, end, smaller(end + tiles, all));
    for (int panel = 0; panel < panels_of(shape->out_channels); panel++) {
        multiply_panel(tile, pass, &chunk, panel, in, in_position, out, out_position, &next);
        transform_outputs(tile, pass, item, &chunk, panel, out, out_position);
    }
}

static void winograd_forward(const assay_convolution_forward *pass, int item, float *scratch) {
    if (pass->shape.tile == 2) forward_item(2, pass, item, scratch);
    if (pass->shape.tile == 4) forward_item(4, pass, item, scratch);
    if (pass->shape.tile == 6) forward_item(6, pass, item, scratch);
}
