// The gradients of a product's weights and bias: rows of inputs by rows of gradients, summed over all rows.

/// How the gradient by the weights is cut: groups of matrices, each with sums of its own, and shares of the inputs.
typedef struct product_gradient_plan {
    product_rows rows;
    int groups;
    /// Blocks of inputs that an item takes, and such shares.
    int share, shares;
} product_gradient_plan;

static product_gradient_plan product_gradient_plan_of(const assay_product *s) {
    // Every share reads the whole gradient, every group writes as many sums as there are weights: groups while weights are few.
    enum { ITEMS = 16, GROUPS = 4, SUMS = 1 << 20, LEAST = 64 / BLOCK, ROWS = 128 };
    const int blocks = over(s->in_channels, BLOCK);
    const size_t weights = product_weight_count(s);
    // Few rows: a panel's gradients and what a tile reads of the inputs stay in the first cache.
    product_gradient_plan p = {.rows = product_rows_of(s, s->out_channels, ROWS)};
    p.groups = smaller(p.rows.matrices, weights * ITEMS <= SUMS ? ITEMS : GROUPS);
    p.share = smaller(blocks, larger(LEAST, over(blocks, over(ITEMS, larger(1, p.groups)))));
    p.shares = over(blocks, larger(1, p.share));
    return p;
}

static int product_gradient_items(const assay_product *s) {
    const product_gradient_plan p = product_gradient_plan_of(s);
    return p.groups * p.shares;
}

static size_t product_gradient_scratch(const assay_product *s) {
    const product_gradient_plan p = product_gradient_plan_of(s);
    return product_copy_count(s, &p.rows) + (size_t)p.rows.band * p.share * BLOCK;
}

/// Values of one group's sums: weights, then biases.
INLINE size_t product_group_count(const assay_product *s) {
    return product_weight_count(s) + (size_t)product_panels(s->out_channels) * PANEL;
}

static size_t product_gradient_partials(const assay_product *s) {
    const int groups = product_gradient_plan_of(s).groups;
    return groups > 1 ? groups * product_group_count(s) : 0;
}

/// A few inputs by one panel.
typedef struct product_outer_tile {
    int rows;
    /// `[rows]`, x_row apart, of the inputs.
    const float *x;
    size_t x_row;
    /// Two blocks of `[rows][BLOCK]`.
    const float *gradient;
    /// `[inputs][PANEL]`; the products are added to it, or written.
    float *weights;
    int adds;
} product_outer_tile;

INLINE void product_outer(const int inputs, const product_outer_tile *t) {
    vec sums[PRODUCT_ROWS][2];
    const float *x = t->x, *gradient = t->gradient, *second = gradient + (size_t)t->rows * BLOCK;
#pragma unroll
    for (int i = 0; i < inputs; i++) {
        sums[i][0] = t->adds ? load(t->weights + 2 * i * BLOCK) : splat(0);
        sums[i][1] = t->adds ? load(t->weights + (2 * i + 1) * BLOCK) : splat(0);
    }
    for (int row = 0; row < t->rows; row++, x += t->x_row) {
        const vec g0 = load(gradient + row * BLOCK), g1 = load(second + row * BLOCK);
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

#define PRODUCT_OUTER(INPUTS) \
    static void product_outer_##INPUTS(const product_outer_tile *t) { product_outer(INPUTS, t); }
PRODUCT_SIZES(PRODUCT_OUTER)
#undef PRODUCT_OUTER

/// `inputs` inputs by one panel, in tiles of almost equal size; t says the first's.
static void product_outer_inputs(product_outer_tile t, int inputs) {
    typedef void outer(const product_outer_tile *);
#define PRODUCT_OUTER(INPUTS) product_outer_##INPUTS,
    static outer *const kernels[] = {PRODUCT_SIZES(PRODUCT_OUTER)};
#undef PRODUCT_OUTER
    for (int tiles = over(inputs, PRODUCT_ROWS); tiles > 0; tiles--) {
        const int count = over(inputs, tiles);
        kernels[count - 1](&t);
        t.x += count;
        t.weights += count * PANEL;
        inputs -= count;
    }
}

/// Copies some blocks of a band's inputs, `[row][inputs]`.
static void product_copy_inputs(const product_layout *in, const float *x, int rows, int blocks, float *copy) {
    for (int row = 0; row < rows; row++)
        for (int block = 0; block < blocks; block++, copy += BLOCK) store(copy, load(x + row * in->row + block * in->block));
}

/// Sums of the gradient over a band's rows.
static void product_bias_band(const product_layout *out, const float *gradient, int rows, int adds, float *bias) {
    for (int block = 0; block < out->blocks; block++) {
        vec sum = adds ? load_any(bias + block * BLOCK) : splat(0);
        for (int row = 0; row < rows; row++, gradient += BLOCK) sum += load(gradient);
        store_any(bias + block * BLOCK, sum);
    }
}

static void product_gradient(const assay_product_backward *pass, int item, float *scratch) {
    const assay_product *s = &pass->shape;
    const product_gradient_plan p = product_gradient_plan_of(s);
    const product_layout in = product_layout_of(s, s->in_channels), out = product_layout_of(s, s->out_channels);
    const int share = item % p.shares, group = item / p.shares;
    float *weights = pass->weight_gradient, *bias = pass->bias_gradient;
    if (p.groups > 1) {
        weights = pass->partials + group * product_group_count(s);
        bias = bias ? weights + product_weight_count(s) : NULL;
    }
    const int block = share * p.share, inputs = smaller(p.share, in.blocks - block) * BLOCK;
    const int begin = p.rows.matrices * group / p.groups, end = p.rows.matrices * (group + 1) / p.groups;
    float *copy = scratch + product_copy_count(s, &p.rows);
    for (int matrix = begin; matrix < end; matrix++)
        for (int band = 0; band < p.rows.bands; band++) {
            const int first = band * p.rows.band, rows = product_band_rows(&p.rows, band), adds = matrix > begin || band > 0;
            const float *x = pass->x + matrix * in.matrix + first * in.row + block * in.block;
            product_copy_gradient(pass, &out, matrix, first, rows, scratch);
            product_copy_inputs(&in, x, rows, inputs / BLOCK, copy);
            product_outer_tile tile = {.rows = rows, .x = copy, .x_row = inputs, .gradient = scratch, .adds = adds};
            for (int panel = 0; panel < product_panels(s->out_channels); panel++) {
                tile.weights = weights + (panel * product_inputs(s) + (size_t)block * BLOCK) * PANEL;
                product_outer_inputs(tile, inputs);
                tile.gradient += (size_t)rows * PANEL;
            }
            if (share == 0 && bias) product_bias_band(&out, scratch, rows, adds, bias);
        }
}

/// Values in an item of the second step.
enum { PRODUCT_SUM_VALUES = 1 << 14 };

static int product_gradient_sum_items(const assay_product *s) {
    const size_t count = product_weight_count(s);
    return product_gradient_plan_of(s).groups > 1 ? (int)((count + PRODUCT_SUM_VALUES - 1) / PRODUCT_SUM_VALUES) : 0;
}

/// Adds the groups' sums in their order.
INLINE vec product_sum_groups(const float *partials, size_t distance, int groups) {
    vec sum = load(partials);
    for (int group = 1; group < groups; group++) sum += load(partials + group * distance);
    return sum;
}

static void product_gradient_sum(const assay_product_backward *pass, int item) {
    const assay_product *s = &pass->shape;
    const int groups = product_gradient_plan_of(s).groups;
    const size_t count = product_weight_count(s), distance = product_group_count(s);
    const size_t begin = (size_t)item * PRODUCT_SUM_VALUES;
    const size_t end = count - begin < PRODUCT_SUM_VALUES ? count : begin + PRODUCT_SUM_VALUES;
    for (size_t i = begin; i < end; i += BLOCK)
        store(pass->weight_gradient + i, product_sum_groups(pass->partials + i, distance, groups));
    for (int block = 0; item == 0 && pass->bias_gradient && block < over(s->out_channels, BLOCK); block++)
        store_any(
                pass->bias_gradient + block * BLOCK,
                product_sum_groups(pass->partials + count + block * BLOCK, distance, groups));
}
