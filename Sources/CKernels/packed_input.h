// The backward passes of a product. Both take the gradient by the output a band of rows at a time, from a copy that has zero where
// rectification stopped it and for channels that no panel lacks.

/// `[out blocks, even][rows][BLOCK]`.
static void packed_copy_gradient(
        const assay_product_backward *pass, const packed_layout *out, size_t matrix, int first, int rows, float *copy) {
    const size_t begin = matrix * out->matrix + first * out->row;
    for (int block = 0; block < out->blocks; block++)
        for (int row = 0; row < rows; row++, copy += BLOCK) {
            const size_t i = begin + block * out->block + row * out->row;
            const vec gradient = load(pass->gradient + i);
            store(copy, pass->shape.rectifies ? keep(load(pass->y + i) > splat(0), gradient) : gradient);
        }
    if (out->blocks % 2) memset(copy, 0, (size_t)rows * BLOCK * sizeof *copy);
}

/// Values of the copy.
INLINE size_t packed_copy_count(const assay_product *s, const packed_rows *rows) {
    return (size_t)panels_of(s->out_channels) * PANEL * rows->band;
}

/// How the gradient by the input is cut.
typedef struct packed_input_plan {
    packed_rows rows;
    /// Panels of inputs, those that an item takes, and such shares.
    int panels, share, shares;
} packed_input_plan;

static packed_input_plan packed_input_plan_of(const assay_product *s) {
    packed_input_plan p = {.rows = packed_rows_of(s, s->out_channels, 256), .panels = panels_of(s->in_channels)};
    p.share = packed_share(p.panels, p.rows.matrices * p.rows.bands);
    p.shares = over(p.panels, p.share);
    return p;
}

static int packed_input_items(const assay_product *s) {
    const packed_input_plan p = packed_input_plan_of(s);
    return p.rows.matrices * p.rows.bands * p.shares;
}

static size_t packed_input_scratch(const assay_product *s) {
    const packed_input_plan p = packed_input_plan_of(s);
    return packed_copy_count(s, &p.rows) + (size_t)panels_of(s->out_channels) * PANEL * PANEL;
}

/// Turns a square of BLOCK by BLOCK values: each step shuffles the rows' halves together as cards.
INLINE void packed_turn(const float *from, size_t from_row, float *to, size_t to_row) {
    vec a[BLOCK], b[BLOCK];
#pragma unroll
    for (int i = 0; i < BLOCK; i++) a[i] = load(from + i * from_row);
#pragma unroll
    for (int step = 1; step < BLOCK; step *= 2) {
#pragma unroll
        for (int i = 0; i < BLOCK / 2; i++) {
            b[2 * i] = weave_low(a[i], a[i + BLOCK / 2]);
            b[2 * i + 1] = weave_high(a[i], a[i + BLOCK / 2]);
        }
#pragma unroll
        for (int i = 0; i < BLOCK; i++) a[i] = b[i];
    }
#pragma unroll
    for (int i = 0; i < BLOCK; i++) store(to + i * to_row, a[i]);
}

/// The weights of `blocks` blocks of inputs from `block` on, as a panel of the product by the output's channels.
static void packed_turn_panel(const assay_product *s, const float *weights, int block, int blocks, float *panel) {
    for (int out = 0; out < blocks_of(s->out_channels); out++) {
        const float *from = weights + (out / 2 * packed_inputs(s) + (size_t)block * BLOCK) * PANEL + out % 2 * BLOCK;
        for (int i = 0; i < blocks; i++)
            packed_turn(from + i * BLOCK * PANEL, PANEL, panel + out * BLOCK * PANEL + i * BLOCK, PANEL);
    }
}

static void packed_input(const assay_product_backward *pass, int item, float *scratch) {
    const assay_product *s = &pass->shape;
    const packed_input_plan p = packed_input_plan_of(s);
    const packed_layout in = packed_layout_of(s, s->in_channels), out = packed_layout_of(s, s->out_channels);
    const int share = item % p.shares, band = item / p.shares % p.rows.bands, matrix = item / p.shares / p.rows.bands;
    const int first = band * p.rows.band, rows = packed_band_rows(&p.rows, band);
    float *panel = scratch + packed_copy_count(s, &p.rows);
    packed_copy_gradient(pass, &out, matrix, first, rows, scratch);
    // A last panel may be half a panel: its other half is never stored, but read.
    memset(panel, 0, (size_t)panels_of(s->out_channels) * PANEL * PANEL * sizeof *panel);
    packed_tile tile = {
        .x = scratch,
        .x_row = BLOCK,
        .x_block = (size_t)rows * BLOCK,
        .x_blocks = out.blocks,
        .panel = panel,
        .y_row = in.row,
        .y_block = in.block,
        .least = packed_least(0),
    };
    const int end = smaller(p.panels, (share + 1) * p.share);
    for (int i = share * p.share; i < end; i++) {
        tile.y = pass->dx + matrix * in.matrix + first * in.row + 2 * i * in.block;
        tile.y_blocks = smaller(2, in.blocks - 2 * i);
        packed_turn_panel(s, pass->weights, 2 * i, tile.y_blocks, panel);
        packed_multiply_rows(tile, rows);
    }
}
