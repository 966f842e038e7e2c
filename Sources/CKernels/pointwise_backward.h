// The backward pass of convolutions of 1x1: both gradients from one reading of the gradient by the output. An item does the units
// of a group of samples one after the other, a part of the output channels at a time.

enum {
    /// Output channels of a part, whose gradients stay in the second cache, and inputs of a part of the weights' gradient.
    POINT_OUT_PART = 384,
    POINT_IN_PART = 192,
    /// Inputs whose sums of one panel stay in registers.
    POINT_INPUTS = BLOCK / 2,
};

static int pointwise_backward_groups(const assay_convolution *s) {
    // Each group has sums as large as the weights, and brings these once into its cache.
    enum { FEW = 1 << 16, SOME = 1 << 19 };
    const size_t weights = (size_t)s->in_channels * s->out_channels;
    return smaller(s->samples, weights <= FEW ? 8 : weights <= SOME ? 4 : 2);
}

typedef struct point_backward_layout {
    point_rows rows;
    /// Blocks of a part of the outputs, and of the inputs.
    int part, in_part;
    /// Where in the scratch: gradients by the output, inputs, the end.
    size_t inputs, end;
} point_backward_layout;

static point_backward_layout point_backward_layout_of(const assay_convolution *s) {
    point_backward_layout at = {
        .rows = point_rows_of(s, POINT_ROWS),
        .part = point_part(s->out_channels, POINT_OUT_PART),
        .in_part = point_part(s->in_channels, POINT_IN_PART),
    };
    // A panel reads two blocks.
    at.part += at.part % 2;
    const size_t stride = point_stride(point_most_rows(&at.rows));
    at.inputs = at.part * stride;
    at.end = at.inputs + at.in_part * stride;
    return at;
}

static size_t pointwise_backward_scratch(const assay_convolution *s) { return point_backward_layout_of(s).end; }

/// Copies the gradient by some blocks of a unit's outputs, `[block][row][BLOCK]`, an even number of blocks, zeros where there are
/// none; adds it to the bias's.
static void point_copy_gradients(
        const assay_convolution_backward *pass, const point_unit *unit, int block, int blocks, float *bias, float *copy) {
    const assay_convolution *s = &pass->shape;
    const size_t stride = point_stride(unit->samples * unit->rows);
    const int scales = pass->by_gradient || pass->by_value || pass->by_one;
    for (int end = block + blocks; block < end; block++, copy += stride) {
        const gradient_affine affine = gradient_affine_of(pass, block);
        float *to = copy;
        vec sum = splat(0);
        for (int sample = unit->sample; sample < unit->sample + unit->samples; sample++) {
            const gradient_map map = gradient_map_of(pass, sample, block);
            for (int row = 0; row < unit->rows; row++, to += BLOCK) {
                vec gradient = gradient_at(scales, s->rectifies, &map, &affine, (size_t)(unit->first + row));
                store(to, gradient);
                sum += gradient;
            }
        }
        if (bias) store_any(bias + block * BLOCK, load_any(bias + block * BLOCK) + sum);
    }
    if (blocks % 2) memset(copy, 0, stride * sizeof *copy);
}

/// A few rows of gradients by one panel of turned weights.
typedef struct point_input_tile {
    const assay_convolution_backward *pass;
    const float *gradient, *panel;
    size_t gradient_block;
    int gradient_blocks;
    /// Where the panel's first block of this sample is in x and dx, the distance to the second, and how many there are.
    size_t map, map_block;
    int blocks;
    /// The first row's pixel of the output.
    int first;
    /// Whether there are products in dx already, and whether these are the last.
    int adds, ends;
    /// Of the panel's two blocks.
    const loading *loading;
    const vec *mean;
    /// Of the sample: sums of dx and of dx * (x - mean), of the panel's blocks; null where not wanted.
    float *sums;
    size_t sums_of_products;
} point_input_tile;

INLINE void point_input_rows(const int rows, const point_input_tile *t) {
    const assay_convolution *s = &t->pass->shape;
    vec sums[PRODUCT_ROWS][2];
    size_t at[PRODUCT_ROWS];
    const int strides = point_strides(s);
    float *dx = t->pass->dx + t->map;
#pragma unroll
    for (int r = 0; r < rows; r++) {
        at[r] = (strides ? point_seen(s, t->first + r) : (size_t)(t->first + r)) * BLOCK;
        sums[r][0] = t->adds ? load(dx + at[r]) : splat(0);
        sums[r][1] = t->adds && t->blocks > 1 ? load(dx + t->map_block + at[r]) : splat(0);
    }
    packed_add(rows, t->gradient, BLOCK, t->gradient_block, t->gradient_blocks, t->panel, sums);
#pragma unroll
    for (int v = 0; v < 2; v++) {
        if (v >= t->blocks) break;
        const float *x = t->pass->x + t->map + v * t->map_block;
        float *to = dx + v * t->map_block;
        vec sum = splat(0), product = splat(0);
#pragma unroll
        for (int r = 0; r < rows; r++) {
            vec gradient = sums[r][v];
            if (t->ends && (t->loading->limits || t->sums)) {
                const vec value = load(x + at[r]);
                gradient = unlimited(&t->loading[v], value, gradient);
                sum += gradient;
                product = fma_(gradient, value - t->mean[v], product);
            }
            store(to + at[r], gradient);
        }
        if (t->ends && t->sums) {
            float *to_sum = t->sums + v * BLOCK, *to_product = to_sum + t->sums_of_products;
            store_any(to_sum, load_any(to_sum) + sum);
            store_any(to_product, load_any(to_product) + product);
        }
    }
}

#define POINT_INPUT_ROWS(ROWS) \
    static void point_input_rows_##ROWS(const point_input_tile *t) { point_input_rows(ROWS, t); }
PACKED_SIZES(POINT_INPUT_ROWS)
#undef POINT_INPUT_ROWS

/// `rows` rows by one panel, in tiles of almost equal size; t says the first's.
static void point_input_panel(point_input_tile t, int rows) {
    typedef void multiply(const point_input_tile *);
#define POINT_INPUT_ROWS(ROWS) point_input_rows_##ROWS,
    static multiply *const kernels[] = {PACKED_SIZES(POINT_INPUT_ROWS)};
#undef POINT_INPUT_ROWS
    for (int tiles = over(rows, PRODUCT_ROWS); tiles > 0; tiles--) {
        const int count = over(rows, tiles);
        kernels[count - 1](&t);
        t.gradient += count * BLOCK;
        t.first += count;
        rows -= count;
    }
}

/// Zeros the pixels that no pixel of the output sees, of those between a unit's and the next ones'.
static void point_clear_unseen(const assay_convolution *s, float *dx, const point_unit *unit) {
    for (int sample = unit->sample; sample < unit->sample + unit->samples; sample++)
        for (int block = 0; block < blocks_of(s->in_channels); block++) {
            float *map = dx + point_input(s, sample, block);
            for (int pixel = unit->first; pixel < unit->first + unit->rows; pixel++) {
                const int row = pixel / s->out_width, column = pixel % s->out_width;
                const int top = row * s->stride_height, left = column * s->stride_width;
                const int bottom = row + 1 < s->out_height ? top + s->stride_height : s->in_height;
                const int right = column + 1 < s->out_width ? left + s->stride_width : s->in_width;
                for (int i = top; i < bottom; i++)
                    for (int j = left; j < right; j++)
                        if (i > top || j > left) store(map + ((size_t)i * s->in_width + j) * BLOCK, splat(0));
            }
        }
}

/// The gradient by a unit's inputs, as far as it comes from a part of the outputs.
static void point_inputs_gradient(
        const assay_convolution_backward *pass, const point_unit *unit, int first, int blocks, const float *gradients) {
    const assay_convolution *s = &pass->shape;
    const int in_blocks = blocks_of(s->in_channels);
    const size_t pixels = (size_t)s->in_height * s->in_width * BLOCK, channels = (size_t)in_blocks * BLOCK;
    if (first == 0 && point_strides(s)) point_clear_unseen(s, pass->dx, unit);
    for (int panel = 0; panel < panels_of(s->in_channels); panel++) {
        const loading loadings[2] = {
            loading_of(s, pass->scale, pass->shift, 2 * panel), loading_of(s, pass->scale, pass->shift, 2 * panel + 1)};
        const vec means[2] = {
            load_channels(pass->sums ? pass->mean : NULL, 2 * panel, s->in_channels, 0),
            load_channels(pass->sums ? pass->mean : NULL, 2 * panel + 1, s->in_channels, 0)};
        point_input_tile tile = {
            .pass = pass,
            .gradient = gradients,
            .gradient_block = point_stride(unit->samples * unit->rows),
            .gradient_blocks = blocks,
            .panel = pass->weights + panel * point_turned_panel(s) + (size_t)first * BLOCK * PANEL,
            .map_block = pixels,
            .blocks = smaller(2, in_blocks - 2 * panel),
            .first = unit->first,
            .adds = first > 0,
            .ends = first + blocks == blocks_of(s->out_channels),
            .loading = loadings,
            .mean = means,
            .sums_of_products = channels,
        };
        for (int sample = unit->sample; sample < unit->sample + unit->samples; sample++) {
            tile.map = point_input(s, sample, 2 * panel);
            tile.sums = pass->sums ? pass->sums + (size_t)sample * 2 * channels + 2 * panel * BLOCK : NULL;
            point_input_panel(tile, unit->rows);
            tile.gradient += (size_t)unit->rows * BLOCK;
        }
    }
}

/// A few inputs, neighbouring channels of a block, by one panel of gradients, summed over rows.
INLINE void point_outer(
        int rows, const float *x, const float *gradient, size_t gradient_block, float *weights, int adds) {
    vec sums[POINT_INPUTS][2];
#pragma unroll
    for (int i = 0; i < POINT_INPUTS; i++) {
        sums[i][0] = adds ? load(weights + 2 * i * BLOCK) : splat(0);
        sums[i][1] = adds ? load(weights + (2 * i + 1) * BLOCK) : splat(0);
    }
    for (; rows > 0; rows--, x += BLOCK, gradient += BLOCK) {
        const vec g0 = load(gradient), g1 = load(gradient + gradient_block);
#pragma unroll
        for (int i = 0; i < POINT_INPUTS; i++) {
            if (i % 2 == 0) forget_loads();
            const vec value = splat(x[i]);
            accumulate(&sums[i][0], value, g0);
            accumulate(&sums[i][1], value, g1);
        }
    }
#pragma unroll
    for (int i = 0; i < POINT_INPUTS; i++) {
        store(weights + 2 * i * BLOCK, sums[i][0]);
        store(weights + (2 * i + 1) * BLOCK, sums[i][1]);
    }
}

/// The gradient of the weights between a part of a unit's inputs and a part of its outputs, whose gradients are there.
static void point_weights_gradient(
        const assay_convolution *s, int rows, int in, int in_blocks, int out, int out_blocks, const float *inputs,
        const float *gradients, int adds, float *weights) {
    const size_t stride = point_stride(rows);
    for (int block = 0; block < out_blocks; block += 2)
        for (int i = 0; i < in_blocks; i++)
            for (int lane = 0; lane < BLOCK; lane += POINT_INPUTS)
                point_outer(
                        rows, inputs + i * stride + lane, gradients + block * stride, stride,
                        weights + ((out + block) / 2 * point_inputs(s) + (size_t)(in + i) * BLOCK + lane) * PANEL, adds);
}

static void point_backward_unit(
        const assay_convolution_backward *pass, const point_backward_layout *at, const point_unit *unit, float *bias,
        float *weights, int adds, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const int in_all = blocks_of(s->in_channels), out_all = blocks_of(s->out_channels), rows = unit->samples * unit->rows;
    float *inputs = scratch + at->inputs;
    for (int out = 0; out < out_all; out += at->part) {
        const int blocks = smaller(at->part, out_all - out);
        point_copy_gradients(pass, unit, out, blocks, bias, scratch);
        if (pass->dx) point_inputs_gradient(pass, unit, out, blocks, scratch);
        for (int in = 0; weights && in < in_all; in += at->in_part) {
            const int in_blocks = smaller(at->in_part, in_all - in);
            point_copy_inputs(s, pass->x, pass->scale, pass->shift, unit, in, in_blocks, inputs);
            point_weights_gradient(s, rows, in, in_blocks, out, blocks, inputs, scratch, adds, weights);
        }
    }
}

static void pointwise_backward(const assay_convolution_backward *pass, int item, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const point_backward_layout at = point_backward_layout_of(s);
    const int begin = (int)((long)s->samples * item / pass->groups), end = (int)((long)s->samples * (item + 1) / pass->groups);
    const size_t in_channels = point_inputs(s), out_channels = (size_t)blocks_of(s->out_channels) * BLOCK;
    const size_t partial = pointwise_partial_count(s);
    float *bias = pass->bias_partials ? pass->bias_partials + (size_t)item * out_channels : NULL;
    float *weights = pass->partials ? pass->partials + (size_t)item * partial : NULL;
    if (bias) memset(bias, 0, out_channels * sizeof *bias);
    if (weights && begin == end) memset(weights, 0, partial * sizeof *weights);
    if (pass->sums)
        memset(pass->sums + (size_t)begin * 2 * in_channels, 0, (size_t)(end - begin) * 2 * in_channels * sizeof(float));
    const int units = point_units(&at.rows, begin, end);
    for (int i = 0; i < units; i++) {
        const point_unit unit = point_unit_of(&at.rows, begin, end, i);
        point_backward_unit(pass, &at, &unit, bias, weights, i > 0, scratch);
    }
}
