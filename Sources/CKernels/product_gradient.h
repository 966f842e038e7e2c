// The gradients of a product's weights and bias: rows of inputs by rows of gradients, summed over all rows.

/// Inputs of the kernel: their sums for one panel stay in registers.
#define PRODUCT_INPUTS (BLOCK / 2)

/// How the gradient by the weights is cut: groups of matrices, each with sums of its own, and shares of the inputs.
typedef struct product_gradient_plan {
    product_rows rows;
    int groups;
    /// Blocks of inputs that an item takes, and such shares.
    int share, shares;
} product_gradient_plan;

static product_gradient_plan product_gradient_plan_of(const assay_product *s) {
    enum { GROUPS = 4, ITEMS = 32, LEAST = 64 / BLOCK };
    const int blocks = over(s->in_channels, BLOCK);
    product_gradient_plan p = {.rows = product_rows_of(s, s->in_channels <= 1024 ? s->in_channels + s->out_channels : 0)};
    p.groups = smaller(GROUPS, p.rows.matrices);
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
    return product_copy_count(s, &p.rows);
}

/// Values of one group's sums: weights, then biases.
INLINE size_t product_group_count(const assay_product *s) {
    return product_weight_count(s) + (size_t)product_panels(s->out_channels) * PANEL;
}

static size_t product_gradient_partials(const assay_product *s) {
    const int groups = product_gradient_plan_of(s).groups;
    return groups > 1 ? groups * product_group_count(s) : 0;
}

/// PRODUCT_INPUTS inputs by one panel over some rows; `adds` to what is there.
static void product_outer(
        const float *x, size_t x_row, const float *gradient, size_t gradient_block, int rows, int adds, float *weights) {
    vec sums[PRODUCT_INPUTS][2];
#pragma unroll
    for (int i = 0; i < 2 * PRODUCT_INPUTS; i++) sums[i / 2][i % 2] = adds ? load(weights + i * BLOCK) : splat(0);
    for (int row = 0; row < rows; row++, x += x_row, gradient += BLOCK) {
        const vec g0 = load(gradient), g1 = load(gradient + gradient_block);
#pragma unroll
        for (int i = 0; i < PRODUCT_INPUTS; i++) {
            const vec value = splat(x[i]);
            accumulate(&sums[i][0], value, g0);
            accumulate(&sums[i][1], value, g1);
        }
    }
#pragma unroll
    for (int i = 0; i < 2 * PRODUCT_INPUTS; i++) store(weights + i * BLOCK, sums[i / 2][i % 2]);
}

/// One band of rows: its products are added to, or are, the sums of some blocks of inputs.
static void product_gradient_band(
        const assay_product *s, const product_layout *in, const float *x, const float *gradient, int rows, int adds, int block,
        int end, float *weights) {
    const size_t gradient_block = (size_t)rows * BLOCK;
    for (; block < end; block++)
        for (int panel = 0; panel < product_panels(s->out_channels); panel++)
            for (int input = 0; input < BLOCK; input += PRODUCT_INPUTS)
                product_outer(
                        x + block * in->block + input, in->row, gradient + 2 * panel * gradient_block, gradient_block, rows,
                        adds, weights + (panel * product_inputs(s) + (size_t)block * BLOCK + input) * PANEL);
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
    const int begin = p.rows.matrices * group / p.groups, end = p.rows.matrices * (group + 1) / p.groups;
    for (int matrix = begin; matrix < end; matrix++)
        for (int band = 0; band < p.rows.bands; band++) {
            const int first = band * p.rows.band, rows = product_band_rows(&p.rows, band), adds = matrix > begin || band > 0;
            const float *x = pass->x + matrix * in.matrix + first * in.row;
            product_copy_gradient(pass, &out, matrix, first, rows, scratch);
            product_gradient_band(
                    s, &in, x, scratch, rows, adds, share * p.share, smaller(in.blocks, (share + 1) * p.share), weights);
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
