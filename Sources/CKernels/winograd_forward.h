// Winograd's convolution, forward. An item is a chunk of tiles, of all channels: their transformed input stays in the cache, and
// the products with it of a few panels at a time.

/// Tiles of an item, of which the last has what remains, and panels whose products are kept at a time.
typedef struct forward_cut {
    int tiles, panels;
} forward_cut;

/// Tiles come in dozens: whole groups of rows on every instruction set.
#define DOZEN 12
/// Values of scratch that leave room in a cache of 512 KB or 1 MB for the weights that stream through it.
#define CHUNK_VALUES (128 * 1024)

/// As many tiles as the cache holds with the input of the next item, but enough items to share them among threads.
INLINE forward_cut forward_cut_of(const assay_convolution *shape) {
    int lines = lines_of(shape->in_channels) * 3 / 2 + PANEL / LINE, values = positions_of(shape) * LINE * lines * DOZEN;
    int dozens = larger(1, smaller(MOST_TILES / DOZEN, CHUNK_VALUES / values));
    return (forward_cut){.tiles = DOZEN * smaller(dozens, larger(1, tiles_of(shape) / (8 * DOZEN))), .panels = 1};
}

/// From one position to the next, of so many lines of so many tiles.
INLINE size_t position_stride(int lines, int tiles) { return ((size_t)lines * (size_t)tiles + 1) * LINE; }

static int winograd_forward_items(const assay_convolution *shape) { return over(tiles_of(shape), forward_cut_of(shape).tiles); }

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
    int all = tiles_of(shape), first = item * cut.tiles, count = smaller(cut.tiles, all - first), end = first + count;
    int in_lines = lines_of(shape->in_channels), out_lines = lines_of(shape->out_channels);
    size_t in_position = position_stride(in_lines, count), out_position = position_stride(cut.panels * PANEL / LINE, count);
    float *in = scratch, *out = scratch + (size_t)positions_of(shape) * in_position;
    transform_inputs(tile, shape, pass->x, pass->scale, pass->shift, first, count, 0, in_lines, in, in_position);
    corners next = corners_of(tile, shape, pass->x, end, smaller(cut.tiles, all - end));
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
