// The gradients of a product's weights and bias: rows of inputs by rows of gradients, summed over all rows.

/// How the gradient by the weights is cut: groups of matrices, each with sums of its own, and shares of the inputs.
typedef struct packed_gradient_plan {
    packed_rows rows;
    int groups;
    /// Blocks of inputs that an item takes, and such shares.
    int share, shares;
} packed_gradient_plan;

static packed_gradient_plan packed_gradient_plan_of(const assay_product *s) {
    // Every share reads the whole gradient, every group writes as many sums as there are weights: groups while weights are few.
    enum { ITEMS = 16, GROUPS = 4, SUMS = 1 << 20, LEAST = 64 / BLOCK, ROWS = 128 };
    const int blocks = blocks_of(s->in_channels);
    const size_t weights = packed_weight_count(s);
    // Few rows: a panel's gradients and what a tile reads of the inputs stay in the first cache.
    packed_gradient_plan p = {.rows = packed_rows_of(s, s->out_channels, ROWS)};
    p.groups = smaller(p.rows.matrices, weights * ITEMS <= SUMS ? ITEMS : GROUPS);
    p.share = smaller(blocks, larger(LEAST, over(blocks, over(ITEMS, larger(1, p.groups)))));
    p.shares = over(blocks, larger(1, p.share));
    return p;
}

static int packed_gradient_items(const assay_product *s) {
    const packed_gradient_plan p = packed_gradient_plan_of(s);
    return p.groups * p.shares;
}

static size_t packed_gradient_scratch(const assay_product *s) {
    const packed_gradient_plan p = packed_gradient_plan_of(s);
    return packed_copy_count(s, &p.rows) + (size_t)p.rows.band * p.share * BLOCK;
}

/// Values of one group's sums: weights, then biases.
INLINE size_t packed_group_count(const assay_product *s) {
    return packed_weight_count(s) + (size_t)panels_of(s->out_channels) * PANEL;
}

static size_t packed_gradient_partials(const assay_product *s) {
    const int groups = packed_gradient_plan_of(s).groups;
    return groups > 1 ? groups * packed_group_count(s) : 0;
}

/// A few inputs by one panel.
typedef struct packed_outer_tile {
    int rows;
    /// `[rows]`, x_row apart, of the inputs.
    const float *x;
    size_t x_row;
    /// Two blocks of `[rows][BLOCK]`.
    const float *gradient;
    /// `[inputs][PANEL]`; the products are added to it, or written.
    float *weights;
    int adds;
} packed_outer_tile;

INLINE void packed_outer(const int inputs, const packed_outer_tile *t) {
    vec sums[PRODUCT_ROWS][2];
    const float *x = t->x, *gradient = t->gradient, *second = gradient + (size_t)t->rows * BLOCK;
    const size_t x_row = t->x_row;
#pragma unroll
    for (int i = 0; i < inputs; i++) {
        sums[i][0] = t->adds ? load(t->weights + 2 * i * BLOCK) : splat(0);
        sums[i][1] = t->adds ? load(t->weights + (2 * i + 1) * BLOCK) : splat(0);
    }
    for (int row = t->rows; row > 0; row--, x += x_row, gradient += BLOCK, second += BLOCK) {
        const vec g0 = load(gradient), g1 = load(second);
#pragma unroll
        for (int i = 0; i < inputs; i++) {
            if (i % 2 == 0) forget_loads();
            const vec value = splat(x[i]);
            accumulate(&sums[i][0], value, g0);
            accumulate(&sums[i][1], value, g1);
        }
    }
#pragma unroll
    for (int i = 0; i < inputs; i++) {
        store(t->weights + 2 * i * BLOCK, sums[i][0]);
        store(t->weights + (2 * i + 1) * BLOCK, sums[i][1]);
    }
}

#define PACKED_OUTER(INPUTS) \
    static void packed_outer_##INPUTS(const packed_outer_tile *t) { packed_outer(INPUTS, t); }
PACKED_SIZES(PACKED_OUTER)
#undef PACKED_OUTER

/// `inputs` inputs by one panel, in tiles of almost equal size; t says the first's.
static void packed_outer_inputs(packed_outer_tile t, int inputs) {
    typedef void outer(const packed_outer_tile *);
#define PACKED_OUTER(INPUTS) packed_outer_##INPUTS,
    static outer *const kernels[] = {PACKED_SIZES(PACKED_OUTER)};
#undef PACKED_OUTER
    for (int tiles = over(inputs, PRODUCT_ROWS); tiles > 0; tiles--) {
        const int count = over(inputs, tiles);
        kernels[count - 1](&t);
        t.x += count;
        t.weights += count * PANEL;
        inputs -= count;
    }
}

/// Copies some blocks of a band's inputs, `[row][inputs]`.
static void packed_copy_inputs(const packed_layout *in, const float *x, int rows, int blocks, float *copy) {
    for (int row = 0; row < rows; row++)
        for (int block = 0; block < blocks; block++, copy += BLOCK) store(copy, load(x + row * in->row + block * in->block));
}

/// Sums of the gradient over a band's rows.
static void packed_bias_band(const packed_layout *out, const float *gradient, int rows, int adds, float *bias) {
    for (int block = 0; block < out->blocks; block++) {
        vec sum = adds ? load_any(bias + block * BLOCK) : splat(0);
        for (int row = 0; row < rows; row++, gradient += BLOCK) sum += load(gradient);
        store_any(bias + block * BLOCK, sum);
    }
}

static void packed_gradient(const assay_product_backward *pass, int item, float *scratch) {
    const assay_product *s = &pass->shape;
    const packed_gradient_plan p = packed_gradient_plan_of(s);
    const packed_layout in = packed_layout_of(s, s->in_channels), out = packed_layout_of(s, s->out_channels);
    const int share = item % p.shares, group = item / p.shares;
    float *weights = pass->weight_gradient, *bias = pass->bias_gradient;
    if (p.groups > 1) {
        weights = pass->partials + group * packed_group_count(s);
        bias = bias ? weights + packed_weight_count(s) : NULL;
    }
    const int block = share * p.share, inputs = smaller(p.share, in.blocks - block) * BLOCK;
    const int begin = p.rows.matrices * group / p.groups, end = p.rows.matrices * (group + 1) / p.groups;
    float *copy = scratch + packed_copy_count(s, &p.rows);
    for (int matrix = begin; matrix < end; matrix++)
        for (int band = 0; band < p.rows.bands; band++) {
            const int first = band * p.rows.band, rows = packed_band_rows(&p.rows, band), adds = matrix > begin || band > 0;
            const float *x = pass->x + matrix * in.matrix + first * in.row + block * in.block;
            packed_copy_gradient(pass, &out, matrix, first, rows, scratch);
            packed_copy_inputs(&in, x, rows, inputs / BLOCK, copy);
            packed_outer_tile tile = {.rows = rows, .x = copy, .x_row = inputs, .gradient = scratch, .adds = adds};
            for (int panel = 0; panel < panels_of(s->out_channels); panel++) {
                tile.weights = weights + (panel * packed_inputs(s) + (size_t)block * BLOCK) * PANEL;
                packed_outer_inputs(tile, inputs);
                tile.gradient += (size_t)rows * PANEL;
            }
            if (share == 0 && bias) packed_bias_band(&out, scratch, rows, adds, bias);
        }
}

/// Values in an item of the second step.
enum { PACKED_SUM_VALUES = 1 << 14 };

static int packed_gradient_sum_items(const assay_product *s) {
    const size_t count = packed_weight_count(s);
    return packed_gradient_plan_of(s).groups > 1 ? (int)((count + PACKED_SUM_VALUES - 1) / PACKED_SUM_VALUES) : 0;
}

/// Adds the groups' sums in their order.
INLINE vec packed_sum_groups(const float *partials, size_t distance, int groups) {
    vec sum = load(partials);
    for (int group = 1; group < groups; group++) sum += load(partials + group * distance);
    return sum;
}

static void packed_gradient_sum(const assay_product_backward *pass, int item) {
    const assay_product *s = &pass->shape;
    const int groups = packed_gradient_plan_of(s).groups;
    const size_t count = packed_weight_count(s), distance = packed_group_count(s);
    const size_t begin = (size_t)item * PACKED_SUM_VALUES;
    const size_t end = count - begin < PACKED_SUM_VALUES ? count : begin + PACKED_SUM_VALUES;
    for (size_t i = begin; i < end; i += BLOCK)
        store(pass->weight_gradient + i, packed_sum_groups(pass->partials + i, distance, groups));
    for (int block = 0; item == 0 && pass->bias_gradient && block < blocks_of(s->out_channels); block++)
        store_any(
                pass->bias_gradient + block * BLOCK,
                packed_sum_groups(pass->partials + count + block * BLOCK, distance, groups));
}
