// The backward pass of depthwise convolutions: both gradients from one reading. The rows of gradients and of inputs that meet lie
// in rings; a row of the gradient by the input is written when the last row of the output that sees it has come.

typedef struct depth_rings {
    /// Zeros to the left of a row of gradients, and all its columns.
    int left, columns;
    /// Values of a row of gradients and of inputs.
    size_t gradient_row, input_row;
    /// Where in the scratch: the window, the sums of its gradient, gradients, inputs, the end.
    size_t sums, gradients, inputs, end;
} depth_rings;

static depth_rings depth_rings_of(const assay_convolution *s) {
    const size_t taps = (size_t)depth_taps(s) * BLOCK;
    depth_rings r = {.left = (s->kernel_width - 1) / s->stride_width};
    // As far to the right as a pixel of the input looks.
    r.columns = r.left + larger(s->out_width, (s->in_width - 1 + s->pad_left) / s->stride_width + 1);
    r.gradient_row = (size_t)r.columns * BLOCK;
    r.input_row = (size_t)depth_columns(s) * BLOCK;
    r.sums = taps;
    r.gradients = r.sums + taps;
    r.inputs = r.gradients + s->kernel_height * r.gradient_row;
    r.end = r.inputs + s->kernel_height * r.input_row;
    return r;
}

static size_t depthwise_backward_scratch(const assay_convolution *s) { return depth_rings_of(s).end; }

/// The gradient by a row of the output; gives its sum.
INLINE vec depth_load_gradient(
        const assay_convolution_backward *pass, const gradient_map *map, const gradient_affine *affine, int row, float *to) {
    const assay_convolution *s = &pass->shape;
    const int scales = pass->by_gradient || pass->by_value || pass->by_one;
    vec sum = splat(0);
    for (int i = 0; i < s->out_width; i++) {
        const vec gradient = gradient_at(scales, s->rectifies, map, affine, (size_t)row * s->out_width + i);
        store(to + i * BLOCK, gradient);
        sum += gradient;
    }
    return sum;
}

/// Adds what a row of gradients and a row of inputs say of a row of the window.
INLINE void depth_window_gradient(
        const int columns, const int stride, int width, const float *gradients, const float *inputs, float *sums) {
    enum { MOST = 5 };
    for (int first = 0; first < columns; first += MOST) {
        const int count = columns - first < MOST ? columns - first : MOST;
        vec even[MOST], odd[MOST];
#pragma unroll
        for (int j = 0; j < count; j++) even[j] = odd[j] = splat(0);
        const float *x = inputs + first * BLOCK;
        int i = 0;
        for (; i + 2 <= width; i += 2) {
            const vec g0 = load(gradients + i * BLOCK), g1 = load(gradients + (i + 1) * BLOCK);
#pragma unroll
            for (int j = 0; j < count; j++) {
                even[j] = fma_(g0, load(x + (i * stride + j) * BLOCK), even[j]);
                odd[j] = fma_(g1, load(x + ((i + 1) * stride + j) * BLOCK), odd[j]);
            }
        }
        for (; i < width; i++)
#pragma unroll
            for (int j = 0; j < count; j++)
                even[j] = fma_(load(gradients + i * BLOCK), load(x + (i * stride + j) * BLOCK), even[j]);
#pragma unroll
        for (int j = 0; j < count; j++) {
            float *to = sums + (first + j) * BLOCK;
            store(to, load(to) + (even[j] + odd[j]));
        }
    }
}

INLINE void depth_add_window(
        const int rows, const int columns, const int stride, const assay_convolution *s, int top, const float *gradients,
        const float *ring, size_t row_size, float *sums) {
    for (int i = 0; i < rows; i++)
        depth_window_gradient(
                columns, stride, s->out_width, gradients, ring + (top + i) % rows * row_size, sums + i * columns * BLOCK);
}

/// The rows of gradients that a row of the input meets, each with its row of the window.
typedef struct depth_meeting {
    const float *gradients, *window;
} depth_meeting;

/// The end of a gradient's way.
typedef struct depth_end {
    loading loading;
    vec mean, sum, product;
    int sums;
} depth_end;

INLINE void depth_finish_gradient(depth_end *e, const float *x, vec gradient, float *dx) {
    if (e->loading.limits || e->sums) {
        const vec value = load(x);
        gradient = unlimited(&e->loading, value, gradient);
        e->sum += gradient;
        e->product = fma_(gradient, value - e->mean, e->product);
    }
    store(dx, gradient);
}

/// The gradient by `count` pixels of a row that are `stride` columns apart; `place` is the first's column of gradients, `phase` the
/// first column of the window that meets it.
INLINE void depth_input_pixels(
        const int count, const int columns, const int stride, int meetings, const depth_meeting *meeting, int place, int phase,
        const float *x, depth_end *e, float *dx) {
    enum { MOST = 4 };
    vec sums[MOST];
#pragma unroll
    for (int u = 0; u < count; u++) sums[u] = splat(0);
    for (int m = 0; m < meetings; m++) {
        const float *gradients = meeting[m].gradients + place * BLOCK, *window = meeting[m].window;
        for (int j = phase; j < columns; j += stride, gradients -= BLOCK) {
            const vec weight = load(window + j * BLOCK);
#pragma unroll
            for (int u = 0; u < count; u++) sums[u] = fma_(load(gradients + u * BLOCK), weight, sums[u]);
        }
    }
#pragma unroll
    for (int u = 0; u < count; u++) depth_finish_gradient(e, x + u * stride * BLOCK, sums[u], dx + u * stride * BLOCK);
}

INLINE void depth_input_row(
        const int rows, const int columns, const int stride, const assay_convolution *s, int left, int meetings,
        const depth_meeting *meeting, const float *x, depth_end *end, float *dx) {
    (void)rows;
    depth_end e = *end;
    for (int phase = 0; phase < stride; phase++) {
        // The first pixel of this phase, in the map and in the padded one.
        int column = ((phase - s->pad_left) % stride + stride) % stride;
        int place = left + (column + s->pad_left) / stride;
        for (; column + 3 * stride < s->in_width; column += 4 * stride, place += 4)
            depth_input_pixels(
                    4, columns, stride, meetings, meeting, place, phase, x + column * BLOCK, &e, dx + column * BLOCK);
        for (; column < s->in_width; column += stride, place++)
            depth_input_pixels(
                    1, columns, stride, meetings, meeting, place, phase, x + column * BLOCK, &e, dx + column * BLOCK);
    }
    *end = e;
}

/// The gradient by a row of the input, from the rows of gradients before `rows`, the last of which are in the ring.
static void depth_write_input_row(
        const assay_convolution *s, const depth_rings *r, int row, int rows, const float *x, float *dx, depth_end *e,
        float *scratch) {
    depth_meeting meeting[DEPTH_ROWS];
    int meetings = 0;
    for (int i = 0; i < s->kernel_height; i++) {
        const int distance = row + s->pad_top - i;
        if (distance < 0 || distance % s->stride_height || distance / s->stride_height >= rows) continue;
        meeting[meetings++] = (depth_meeting){
            scratch + r->gradients + distance / s->stride_height % s->kernel_height * r->gradient_row,
            scratch + i * s->kernel_width * BLOCK};
    }
    const size_t at = (size_t)row * s->in_width * BLOCK;
    BY_WINDOW(s, depth_input_row, s, r->left, meetings, meeting, x + at, e, dx + at);
}

static void depth_backward_block(
        const assay_convolution_backward *pass, const depth_rings *r, int sample, int block, float *bias, float *partial,
        int adds, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const size_t channels = (size_t)blocks_of(s->in_channels) * BLOCK;
    const gradient_map map = gradient_map_of(pass, sample, block);
    const gradient_affine affine = gradient_affine_of(pass, block);
    const depth_input in = depth_input_of(s, pass->x, pass->scale, pass->shift, sample, block);
    float *dx = pass->dx ? pass->dx + point_input(s, sample, block) : NULL;
    depth_end e = {
        .loading = in.loading,
        .mean = load_channels(pass->sums ? pass->mean : NULL, block, s->in_channels, 0),
        .sum = splat(0),
        .product = splat(0),
        .sums = pass->sums != NULL,
    };
    vec sum = splat(0);
    if (dx) depth_load_window(s, pass->weights, block, scratch);
    memset(scratch + r->sums, 0, (r->inputs - r->sums) * sizeof *scratch);
    int next = 0, done = 0;
    for (int row = 0; row < s->out_height; row++) {
        const int top = row * s->stride_height;
        float *gradients = scratch + r->gradients + row % s->kernel_height * r->gradient_row + r->left * BLOCK;
        sum += depth_load_gradient(pass, &map, &affine, row, gradients);
        for (next = larger(next, top); partial && next < top + s->kernel_height; next++)
            depth_load_row(s, &in, next, scratch + r->inputs + next % s->kernel_height * r->input_row);
        if (partial)
            BY_WINDOW(
                    s, depth_add_window, s, top, gradients, scratch + r->inputs, r->input_row, scratch + r->sums);
        for (; dx && done < smaller(s->in_height, top + s->stride_height - s->pad_top); done++)
            depth_write_input_row(s, r, done, row + 1, in.map, dx, &e, scratch);
    }
    for (; dx && done < s->in_height; done++) depth_write_input_row(s, r, done, s->out_height, in.map, dx, &e, scratch);
    if (pass->sums) {
        float *to = pass->sums + (size_t)sample * 2 * channels + block * BLOCK;
        store_any(to, e.sum);
        store_any(to + channels, e.product);
    }
    if (bias) store_any(bias + block * BLOCK, adds ? load_any(bias + block * BLOCK) + sum : sum);
    for (int tap = 0; partial && tap < depth_taps(s); tap++) {
        float *to = partial + tap * channels + block * BLOCK;
        const vec value = load(scratch + r->sums + tap * BLOCK);
        store_any(to, adds ? load_any(to) + value : value);
    }
}

static void depthwise_backward(const assay_convolution_backward *pass, int item, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const depth_rings r = depth_rings_of(s);
    const int begin = (int)((long)s->samples * item / pass->groups), end = (int)((long)s->samples * (item + 1) / pass->groups);
    const size_t channels = (size_t)blocks_of(s->in_channels) * BLOCK;
    float *bias = pass->bias_partials ? pass->bias_partials + (size_t)item * channels : NULL;
    float *partial = pass->partials ? pass->partials + (size_t)item * depth_taps(s) * channels : NULL;
    if (begin == end && bias) memset(bias, 0, channels * sizeof *bias);
    if (begin == end && partial) memset(partial, 0, depth_taps(s) * channels * sizeof *partial);
    for (int sample = begin; sample < end; sample++)
        for (int block = 0; block < blocks_of(s->in_channels); block++)
            depth_backward_block(pass, &r, sample, block, bias, partial, sample > begin, scratch);
}
