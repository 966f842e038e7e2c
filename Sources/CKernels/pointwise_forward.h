// The forward pass of convolutions of 1x1. An item copies the rows of a unit, a part of the input channels at a time, and
// multiplies them by the panels of its share; results of a part are added to those of the parts before.

enum {
    /// Rows of a unit, and input channels of a part: they stay in the second cache, a panel's part of the weights in the first.
    POINT_ROWS = 196,
    POINT_PART = 384,
};

typedef struct point_forward_plan {
    point_rows rows;
    int units;
    /// Panels of an item, and such shares.
    int share, shares;
    /// Blocks of a part.
    int part;
} point_forward_plan;

static point_forward_plan point_forward_plan_of(const assay_convolution *s) {
    // Few channels make long units: each item leaves sums.
    enum { ITEMS = 16, LEAST = 4, VALUES = 1 << 15 };
    const int most = larger(POINT_ROWS, VALUES / larger(1, s->in_channels)), panels = panels_of(s->out_channels);
    point_forward_plan p = {.rows = point_rows_of(s, most), .part = point_part(s->in_channels, POINT_PART)};
    // No more samples together than leave some for others.
    p.rows.joined = smaller(p.rows.joined, larger(1, over(s->samples, 2)));
    p.units = point_units(&p.rows, 0, s->samples);
    p.share = larger(smaller(LEAST, panels), over(panels, over(ITEMS, larger(1, p.units))));
    p.shares = over(panels, larger(1, p.share));
    return p;
}

static int pointwise_forward_items(const assay_convolution *s) {
    const point_forward_plan p = point_forward_plan_of(s);
    return p.units * p.shares;
}

static size_t pointwise_forward_scratch(const assay_convolution *s) {
    const point_forward_plan p = point_forward_plan_of(s);
    return p.part * point_stride(point_most_rows(&p.rows));
}

/// A few rows by one panel.
typedef struct point_tile {
    const float *x, *panel;
    size_t x_block;
    int x_blocks;
    float *y;
    size_t y_block;
    /// 1 or 2: blocks of the panel that y has.
    int y_blocks;
    /// Whether there are products in y already, and whether these are the last.
    int adds, ends;
    /// Of the panel's two blocks.
    finish *finish;
} point_tile;

INLINE void point_multiply(const int rows, const point_tile *t) {
    vec sums[PRODUCT_ROWS][2];
#pragma unroll
    for (int r = 0; r < rows; r++) {
        sums[r][0] = t->adds ? load(t->y + r * BLOCK) : splat(0);
        sums[r][1] = t->adds && t->y_blocks > 1 ? load(t->y + t->y_block + r * BLOCK) : splat(0);
    }
    packed_add(rows, t->x, BLOCK, t->x_block, t->x_blocks, t->panel, sums);
#pragma unroll
    for (int v = 0; v < 2; v++) {
        if (v >= t->y_blocks) break;
        float *y = t->y + v * t->y_block;
        if (t->ends) {
            finish f = t->finish[v];
#pragma unroll
            for (int r = 0; r < rows; r++) finish_value(&f, sums[r][v], y + r * BLOCK);
            t->finish[v] = f;
        } else
#pragma unroll
            for (int r = 0; r < rows; r++) store(y + r * BLOCK, sums[r][v]);
    }
}

#define POINT_MULTIPLY(ROWS) \
    static void point_multiply_##ROWS(const point_tile *t) { point_multiply(ROWS, t); }
PACKED_SIZES(POINT_MULTIPLY)
#undef POINT_MULTIPLY

/// `rows` rows by one panel, in tiles of almost equal size; t says the first's.
static void point_multiply_rows(point_tile t, int rows) {
    typedef void multiply(const point_tile *);
#define POINT_MULTIPLY(ROWS) point_multiply_##ROWS,
    static multiply *const kernels[] = {PACKED_SIZES(POINT_MULTIPLY)};
#undef POINT_MULTIPLY
    for (int tiles = over(rows, PRODUCT_ROWS); tiles > 0; tiles--) {
        const int count = over(rows, tiles);
        kernels[count - 1](&t);
        t.x += count * BLOCK;
        t.y += count * BLOCK;
        rows -= count;
    }
}

/// Input channels as they are counted in panels.
INLINE size_t point_inputs(const assay_convolution *s) { return (size_t)blocks_of(s->in_channels) * BLOCK; }

/// A part of a unit's rows, from block `first` on, by one panel.
static void point_forward_panel(
        const assay_convolution_forward *pass, int item, const point_unit *unit, int panel, int first, int blocks,
        const float *copy) {
    const assay_convolution *s = &pass->shape;
    const int out_blocks = blocks_of(s->out_channels);
    finish ends[2] = {finish_of(pass, 2 * panel), finish_of(pass, 2 * panel + 1)};
    const size_t y_block = (size_t)s->out_height * s->out_width * BLOCK;
    point_tile tile = {
        .x = copy,
        .x_block = point_stride(unit->samples * unit->rows),
        .x_blocks = blocks,
        .panel = pass->weights + (panel * point_inputs(s) + (size_t)first * BLOCK) * PANEL,
        .y = pass->y + ((size_t)unit->sample * out_blocks + 2 * panel) * y_block + (size_t)unit->first * BLOCK,
        .y_block = y_block,
        .y_blocks = smaller(2, out_blocks - 2 * panel),
        .adds = first > 0,
        .ends = first + blocks == blocks_of(s->in_channels),
        .finish = ends,
    };
    for (int sample = 0; sample < unit->samples; sample++, tile.x += (size_t)unit->rows * BLOCK, tile.y += out_blocks * y_block)
        point_multiply_rows(tile, unit->rows);
    for (int v = 0; tile.ends && pass->sums && v < tile.y_blocks; v++) store_sums(pass, item, 2 * panel + v, &ends[v]);
}

static void pointwise_forward(const assay_convolution_forward *pass, int item, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const point_forward_plan p = point_forward_plan_of(s);
    const point_unit unit = point_unit_of(&p.rows, 0, s->samples, item / p.shares);
    const int share = item % p.shares * p.share, end = smaller(panels_of(s->out_channels), share + p.share);
    const size_t channels = (size_t)blocks_of(s->out_channels) * BLOCK;
    if (pass->sums) memset(pass->sums + (size_t)item * 2 * channels, 0, 2 * channels * sizeof(float));
    for (int first = 0; first < blocks_of(s->in_channels); first += p.part) {
        const int blocks = smaller(p.part, blocks_of(s->in_channels) - first);
        point_copy_inputs(s, pass->x, pass->scale, pass->shift, &unit, first, blocks, scratch);
        for (int panel = share; panel < end; panel++) point_forward_panel(pass, item, &unit, panel, first, blocks, scratch);
    }
}
