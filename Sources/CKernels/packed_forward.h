// The forward pass of a product. Many inputs are cut into parts, whose sums are added in a second step: then even a few rows are
// enough work for several threads, and the sums are more exact.

/// How a forward pass is cut; a function of the shape alone.
typedef struct packed_forward_plan {
    packed_rows rows;
    /// Blocks of inputs in a part, and parts.
    int part_blocks, parts;
    /// Panels that an item takes, and such shares.
    int share, shares;
} packed_forward_plan;

static packed_forward_plan packed_forward_plan_of(const assay_product *s) {
    enum { WHOLE = 1024, PART = 512 };
    const int blocks = blocks_of(s->in_channels), panels = panels_of(s->out_channels);
    packed_forward_plan p = {.parts = s->in_channels <= WHOLE ? 1 : over(s->in_channels, PART)};
    p.part_blocks = over(blocks, p.parts);
    p.parts = over(blocks, larger(1, p.part_blocks));
    p.rows = packed_rows_of(s, p.part_blocks * BLOCK, 256);
    p.share = packed_share(panels, p.rows.matrices * p.rows.bands * p.parts);
    p.shares = over(panels, p.share);
    return p;
}

static int packed_forward_items(const assay_product *s) {
    const packed_forward_plan p = packed_forward_plan_of(s);
    return p.rows.matrices * p.rows.bands * p.parts * p.shares;
}

INLINE size_t packed_output_count(const assay_product *s) {
    return (size_t)s->samples * s->rows * blocks_of(s->out_channels) * BLOCK;
}

static size_t packed_forward_partials(const assay_product *s) {
    const int parts = packed_forward_plan_of(s).parts;
    return parts > 1 ? parts * packed_output_count(s) : 0;
}

static void packed_forward(const assay_product_forward *pass, int item) {
    const assay_product *s = &pass->shape;
    const packed_forward_plan p = packed_forward_plan_of(s);
    const packed_layout in = packed_layout_of(s, s->in_channels), out = packed_layout_of(s, s->out_channels);
    const int share = item % p.shares, part = item / p.shares % p.parts;
    const int band = item / p.shares / p.parts % p.rows.bands, matrix = item / p.shares / p.parts / p.rows.bands;
    const int first_block = part * p.part_blocks, first_row = band * p.rows.band, ends = p.parts == 1;
    float *y = ends ? pass->y : pass->partials + part * packed_output_count(s);
    y += matrix * out.matrix + first_row * out.row;
    packed_tile tile = {
        .x = pass->x + matrix * in.matrix + first_row * in.row + first_block * in.block,
        .x_row = in.row,
        .x_block = in.block,
        .x_blocks = smaller(p.part_blocks, in.blocks - first_block),
        .y_row = out.row,
        .y_block = out.block,
        .least = packed_least(ends && s->rectifies),
    };
    const int end = smaller(panels_of(s->out_channels), (share + 1) * p.share);
    for (int panel = share * p.share; panel < end; panel++) {
        tile.panel = pass->weights + (panel * packed_inputs(s) + (size_t)first_block * BLOCK) * PANEL;
        tile.y = y + 2 * panel * out.block;
        tile.y_blocks = smaller(2, out.blocks - 2 * panel);
        for (int v = 0; ends && v < 2; v++) tile.bias[v] = load_channels(pass->bias, 2 * panel + v, s->out_channels, 0);
        packed_multiply_rows(tile, packed_band_rows(&p.rows, band));
    }
}

/// Rows of blocks in an item of the second step.
enum { PACKED_SUM_BLOCKS = 32 };

static int packed_forward_sum_items(const assay_product *s) {
    if (packed_forward_plan_of(s).parts == 1) return 0;
    return over(s->samples * blocks_of(s->out_channels), PACKED_SUM_BLOCKS);
}

static void packed_forward_sum(const assay_product_forward *pass, int item) {
    const assay_product *s = &pass->shape;
    const int parts = packed_forward_plan_of(s).parts, blocks = blocks_of(s->out_channels);
    const size_t count = packed_output_count(s), row = (size_t)s->rows * BLOCK;
    const vec least = packed_least(s->rectifies);
    const int end = smaller(s->samples * blocks, (item + 1) * PACKED_SUM_BLOCKS);
    for (int block = item * PACKED_SUM_BLOCKS; block < end; block++) {
        const vec bias = load_channels(pass->bias, block % blocks, s->out_channels, 0);
        for (size_t i = block * row; i < (block + 1) * row; i += BLOCK) {
            vec sum = load(pass->partials + i);
            for (int part = 1; part < parts; part++) sum += load(pass->partials + part * count + i);
            store(pass->y + i, largest(least, sum + bias));
        }
    }
}
