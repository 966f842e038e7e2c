// Winograd's convolution, forward. An item is a chunk of tiles, of all channels: their transformed input stays in the cache, and
// the products with it of a few panels at a time.

/// Tiles of an item, and panels whose products are kept at a time.
typedef struct forward_cut {
    int tiles, panels;
} forward_cut;

INLINE forward_cut forward_cut_of(const assay_convolution *shape) {
    return (forward_cut){
        .tiles = smaller(2 * PRODUCT_ROWS, larger(1, tiles_of(shape))),
        .panels = smaller(2, panels_of(shape->out_channels)),
    };
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
        const assay_convolution_forward *pass, int count, int panel, int panel_end, const float *in, size_t in_position, float *out,
        size_t out_position) {
    int lines = lines_of(pass->shape.in_channels), positions = positions_of(&pass->shape);
    size_t line = (size_t)count * LINE;
    for (int position = 0; position < positions; position++, in += in_position, out += out_position) {
        float *to = out;
        for (int p = panel; p < panel_end; p++, to += PANEL / LINE * line) {
            int width = panel_width(pass->shape.out_channels, p);
            const float *weights = pass->weights + panel_offset(positions, pass->shape.in_channels, p)
                    + (size_t)position * panel_stride(pass->shape.in_channels, width);
            product(count, lines, in, line, weights, width, to, line);
        }
    }
}

INLINE void forward_item(const int tile, const assay_convolution_forward *pass, int item, float *scratch) {
    const assay_convolution *shape = &pass->shape;
    forward_cut cut = forward_cut_of(shape);
    int first = item * cut.tiles, count = smaller(cut.tiles, tiles_of(shape) - first);
    int in_lines = lines_of(shape->in_channels), out_lines = lines_of(shape->out_channels);
    size_t in_position = position_stride(in_lines, count), out_position = position_stride(cut.panels * PANEL / LINE, count);
    float *in = scratch, *out = scratch + (size_t)positions_of(shape) * in_position;
    transform_inputs(tile, shape, pass->x, pass->scale, pass->shift, first, count, 0, in_lines, in, in_position);
    int panels = panels_of(shape->out_channels);
    for (int panel = 0; panel < panels; panel += cut.panels) {
        int end = smaller(panel + cut.panels, panels);
        multiply_panels(pass, count, panel, end, in, in_position, out, out_position);
        transform_outputs(
                tile, pass, item, first, count, panel * PANEL / LINE, smaller(end * PANEL / LINE, out_lines), out, out_position);
    }
}

static void winograd_forward(const assay_convolution_forward *pass, int item, float *scratch) {
    if (pass->shape.tile == 2) forward_item(2, pass, item, scratch);
    if (pass->shape.tile == 4) forward_item(4, pass, item, scratch);
    if (pass->shape.tile == 6) forward_item(6, pass, item, scratch);
}
