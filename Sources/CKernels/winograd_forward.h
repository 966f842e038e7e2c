// Winograd's convolution, forward. An item is a chunk of tiles, of all channels: their transformed input stays in the cache, and
// the products with it of a few panels at a time.

/// Items, tiles of an item at most, and panels whose products are kept at a time.
typedef struct forward_cut {
    int items, tiles, panels;
} forward_cut;

INLINE forward_cut forward_cut_of(const assay_convolution *shape) {
    int all = tiles_of(shape);
    int tiles = PRODUCT_ROWS;
    int items = over(all, tiles);
    if (items > 4) items = over(items, 4) * 4;
    return (forward_cut){.items = items, .tiles = items > 0 ? over(all, items) : 0, .panels = 1};
}
/// The first tile of an item.
INLINE int first_tile(const assay_convolution *shape, forward_cut cut, int item) {
    return (int)((long)tiles_of(shape) * item / cut.items);
}

/// From one position to the next, of so many lines of so many tiles.
INLINE size_t position_stride(int lines, int tiles) { return ((size_t)lines * (size_t)tiles + 1) * LINE; }

static int winograd_forward_items(const assay_convolution *shape) { return forward_cut_of(shape).items; }

static size_t winograd_forward_scratch(const assay_convolution *shape) {
    forward_cut cut = forward_cut_of(shape);
    return (size_t)positions_of(shape)
            * (position_stride(lines_of(shape->in_channels), cut.tiles) + position_stride(cut.panels * PANEL / LINE, cut.tiles));
}

/// The products of `count` tiles with panels `panel` to `panel_end` - 1.
INLINE void multiply_panels(
        const int tile, const assay_convolution_forward *pass, int first, int count, int panel, int panel_end, const float *in,
        size_t in_position, float *out, size_t out_position, const corners *next) {
    const int positions = (tile + 2) * (tile + 2);
    int in_channels = pass->shape.in_channels, out_channels = pass->shape.out_channels;
    int panels = panels_of(out_channels), blocks = blocks_of(in_channels);
    size_t line = (size_t)count * LINE;
    for (int position = 0; position < positions; position++, in += in_position, out += out_position) {
        fetch_inputs(tile, &pass->shape, next, position, panel * blocks / panels, panel_end * blocks / panels);
        for (int t = position * count / positions; t < (position + 1) * count / positions; t++)
            fetch_outputs(tile, pass, first + t, panel * PANEL / BLOCK, smaller(panel_end * PANEL / BLOCK, blocks_of(out_channels)));
        float *to = out;
        for (int p = panel; p < panel_end; p++, to += PANEL / LINE * line) {
            int width = panel_width(out_channels, p);
            const float *weights =
                    pass->weights + panel_offset(positions, in_channels, p) + (size_t)position * panel_stride(in_channels, width);
            product(count, lines_of(in_channels), in, line, weights, width, to, line);
        }
    }
}

INLINE void forward_item(const int tile, const assay_convolution_forward *pass, int item, float *scratch) {
    const assay_convolution *shape = &pass->shape;
    forward_cut cut = forward_cut_of(shape);
    int first = first_tile(shape, cut, item), end = first_tile(shape, cut, item + 1), count = end - first;
    int after = item + 1 < cut.items ? first_tile(shape, cut, item + 2) : end;
    int in_lines = lines_of(shape->in_channels), out_lines = lines_of(shape->out_channels);
    size_t in_position = position_stride(in_lines, count), out_position = position_stride(cut.panels * PANEL / LINE, count);
    float *in = scratch, *out = scratch + (size_t)positions_of(shape) * in_position;
    transform_inputs(tile, shape, pass->x, pass->scale, pass->shift, first, count, 0, in_lines, in, in_position);
    corners next = corners_of(tile, shape, pass->x, end, after - end);
    int panels = panels_of(shape->out_channels);
    for (int panel = 0; panel < panels; panel += cut.panels) {
        int panel_end = smaller(panel + cut.panels, panels);
        multiply_panels(tile, pass, first, count, panel, panel_end, in, in_position, out, out_position, &next);
        transform_outputs(
                tile, pass, item, first, count, panel * PANEL / LINE, smaller(panel_end * PANEL / LINE, out_lines), out,
                out_position);
    }
}

static void winograd_forward(const assay_convolution_forward *pass, int item, float *scratch) {
    if (pass->shape.tile == 2) forward_item(2, pass, item, scratch);
    if (pass->shape.tile == 4) forward_item(4, pass, item, scratch);
    if (pass->shape.tile == 6) forward_item(6, pass, item, scratch);
}
