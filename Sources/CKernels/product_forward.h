// The forward pass of a product. Many inputs are cut into parts, whose sums are added in a second step: then even a few rows are
// enough work for several threads, and the sums are more exact.

/// How a forward pass is cut; a function of the shape alone.
typedef struct product_forward_plan {
    product_rows rows;
    /// Blocks of inputs in a part, and parts.
    int part_blocks, parts;
    /// Panels that an item takes, and such shares.
    int share, shares;
} product_forward_plan;

static product_forward_plan product_forward_plan_of(const assay_product *s) {
    enum { WHOLE = 1024, PART = 512 };
    const int blocks = over(s->in_channels, BLOCK), panels = product_panels(s->out_channels);
    product_forward_plan p = {.parts = s->in_channels <= WHOLE ? 1 : over(s->in_channels, PART)};
    p.part_blocks = over(blocks, p.parts);
    p.parts = over(blocks, larger(1, p.part_blocks));
    p.rows = product_rows_of(s, p.part_blocks * BLOCK, 256);
    p.share = product_share(panels, p.rows.matrices * p.rows.bands * p.parts);
    p.shares = over(panels, p.share);
    return p;
}

static int product_forward_items(const assay_product *s) {
    const product_forward_plan p = product_forward_plan_of(s);
    return p.rows.matrices * p.rows.bands * p.parts * p.shares;
}

INLINE size_t product_output_count(const assay_product *s) {
    return (size_t)s->samples * s->rows * over(s->out_channels, BLOCK) * BLOCK;
}

static size_t product_forward_partials(const assay_product *s) {
    const int parts = product_forward_plan_of(s).parts;
    return parts > 1 ? parts * product_output_count(s) : 0;
}

static void product_forward(const assay_product_forward *pass, int item) {
    const assay_product *s = &pass->shape;
    const product_forward_plan p = product_forward_plan_of(s);
    const product_layout in = product_layout_of(s, s->in_channels), out = product_layout_of(s, s->out_channels);
    const int share = item % p.shares, part = item / p.shares % p.parts;
    const int band = item / p.shares / p.parts % p.rows.bands, matrix = item / p.shares / p.parts / p.rows.bands;
    const int first_block = part * p.part_blocks, first_row = band * p.rows.band, ends = p.parts == 1;
    float *y = ends ? pass->y : pass->partials + part * product_output_count(s);
    y += matrix * out.matrix + first_row * out.row;
    product_tile tile = {
        .x = pass->x + matrix * in.matrix + first_row * in.row + first_block * in.block,
        .x_row = in.row,
        .x_block = in.block,
        .x_blocks = smaller(p.part_blocks, in.blocks - first_block),
        .y_row = out.row,
        .y_block = out.block,
        .rectifies = ends && s->rectifies,
    };
    const int end = smaller(product_panels(s->out_channels), (share + 1) * p.share);
    for (int panel = share * p.share; panel < end; panel++) {
        tile.panel = pass->weights + (panel * product_inputs(s) + (size_t)first_block * BLOCK) * PANEL;
        tile.y = y + 2 * panel * out.block;
        tile.y_blocks = smaller(2, out.blocks - 2 * panel);
        tile.bias = ends && pass->bias ? pass->bias + panel * PANEL : NULL;
        product_multiply_rows(tile, product_band_rows(&p.rows, band));
    }
}

/// Rows of blocks in an item of the second step.
enum { PRODUCT_SUM_BLOCKS = 32 };

static int product_forward_sum_items(const assay_product *s) {
    if (product_forward_plan_of(s).parts == 1) return 0;
    return over(s->samples * over(s->out_channels, BLOCK), PRODUCT_SUM_BLOCKS);
}

static void product_forward_sum(const assay_product_forward *pass, int item) {
    const assay_product *s = &pass->shape;
    const int parts = product_forward_plan_of(s).parts, blocks = over(s->out_channels, BLOCK);
    const size_t count = product_output_count(s), row = (size_t)s->rows * BLOCK;
    const int end = smaller(s->samples * blocks, (item + 1) * PRODUCT_SUM_BLOCKS);
    for (int block = item * PRODUCT_SUM_BLOCKS; block < end; block++) {
        const vec bias = pass->bias ? load_any(pass->bias + block % blocks * BLOCK) : splat(0);
        for (size_t i = block * row; i < (block + 1) * row; i += BLOCK) {
            vec sum = load(pass->partials + i);
            for (int part = 1; part < parts; part++) sum += load(pass->partials + part * count + i);
            sum += bias;
            store(pass->y + i, s->rectifies ? choose(splat(0) > sum, splat(0), sum) : sum);
        }
    }
}
