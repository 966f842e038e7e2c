// The forward pass of depthwise convolutions. An item does some blocks of channels of one sample; the rows that the window sees lie
// in a ring.

typedef struct depth_plan {
    /// Blocks of an item, and such shares.
    int share, shares;
} depth_plan;

static depth_plan depth_plan_of(const assay_convolution *s) {
    enum { ITEMS = 16 };
    const int blocks = blocks_of(s->in_channels);
    depth_plan p = {.share = larger(1, over(blocks, over(ITEMS, larger(1, s->samples))))};
    p.shares = over(blocks, p.share);
    return p;
}

static int depthwise_forward_items(const assay_convolution *s) { return s->samples * depth_plan_of(s).shares; }

static size_t depthwise_forward_scratch(const assay_convolution *s) {
    return ((size_t)depth_taps(s) + (size_t)s->kernel_height * depth_columns(s)) * BLOCK;
}

/// `count` neighbouring outputs.
INLINE void depth_outputs(
        const int count, const int rows, const int columns, const int stride, const float *const *from, int first,
        const float *window, finish *f, float *y) {
    enum { MOST = 4 };
    vec sums[MOST];
#pragma unroll
    for (int u = 0; u < count; u++) sums[u] = splat(0);
    for (int i = 0; i < rows; i++) {
        const float *row = from[i] + (size_t)first * stride * BLOCK;
        for (int j = 0; j < columns; j++) {
            const vec weight = load(window + (i * columns + j) * BLOCK);
#pragma unroll
            for (int u = 0; u < count; u++) sums[u] = fma_(load(row + (u * stride + j) * BLOCK), weight, sums[u]);
        }
    }
#pragma unroll
    for (int u = 0; u < count; u++) finish_value(f, sums[u], y + (first + u) * BLOCK);
}

INLINE void depth_output_row(
        const int rows, const int columns, const int stride, int width, const float *const *from, const float *window, finish *f,
        float *y) {
    finish ends = *f;
    int i = 0;
    for (; i + 4 <= width; i += 4) depth_outputs(4, rows, columns, stride, from, i, window, &ends, y);
    for (; i < width; i++) depth_outputs(1, rows, columns, stride, from, i, window, &ends, y);
    *f = ends;
}

static void depth_forward_block(const assay_convolution_forward *pass, int item, int sample, int block, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const depth_input in = depth_input_of(s, pass->x, pass->scale, pass->shift, sample, block);
    const size_t row_size = (size_t)in.columns * BLOCK;
    float *ring = scratch + depth_taps(s) * BLOCK;
    depth_load_window(s, pass->weights, block, scratch);
    finish f = finish_of(pass, block);
    float *y = pass->y + ((size_t)sample * blocks_of(s->out_channels) + block) * s->out_height * s->out_width * BLOCK;
    int next = 0;
    for (int row = 0; row < s->out_height; row++, y += s->out_width * BLOCK) {
        const int top = row * s->stride_height;
        for (next = larger(next, top); next < top + s->kernel_height; next++)
            depth_load_row(s, &in, next, ring + next % s->kernel_height * row_size);
        const float *from[DEPTH_ROWS];
        for (int i = 0; i < s->kernel_height; i++) from[i] = ring + (top + i) % s->kernel_height * row_size;
        BY_WINDOW(s, depth_output_row, s->out_width, from, scratch, &f, y);
    }
    if (pass->sums) store_sums(pass, item, block, &f);
}

static void depthwise_forward(const assay_convolution_forward *pass, int item, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const depth_plan p = depth_plan_of(s);
    const int first = item % p.shares * p.share, end = smaller(blocks_of(s->in_channels), first + p.share);
    const size_t channels = (size_t)blocks_of(s->out_channels) * BLOCK;
    if (pass->sums) memset(pass->sums + (size_t)item * 2 * channels, 0, 2 * channels * sizeof(float));
    for (int block = first; block < end; block++) depth_forward_block(pass, item, item / p.shares, block, scratch);
}
