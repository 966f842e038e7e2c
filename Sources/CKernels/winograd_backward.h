// Winograd's convolution, backward. An item is a group of neighbouring samples. It goes through its tiles in chunks: transforms
// the gradient and the input, then position by position, while both are near, adds their product to the gradient of the
// transformed weights and multiplies the gradient by the weights; the latter products take the place of the input, which is used
// up.

/// Values of a chunk's transformed gradient and input, at most: half of what a core may use of the third cache, which also holds
/// the gradient of transformed weights. Larger chunks read that less often, smaller ones are transformed faster.
#define BACKWARD_VALUES (1000 * 1024)

/// Tiles of a chunk at most; parts of tiles count as what they are.
INLINE int backward_chunk(const assay_convolution *shape) {
    int tiles = tiles_down(shape) * tiles_across(shape), lines = lines_of(shape->in_channels) + lines_of(shape->out_channels);
    if (tiles == 0) return 1;
    int room = (int)((double)BACKWARD_VALUES * tiles / ((double)pairs_of(shape) * lines * LINE));
    return smaller(larger(room, PRODUCT_ROWS), larger(tiles_of(shape), 1));
}

/// From one position of the gradient of transformed weights to the next.
INLINE size_t squares_stride(const assay_convolution *shape) {
    return (size_t)lines_of(shape->in_channels) * (size_t)lines_of(shape->out_channels) * SQUARE + LINE;
}

/// Where the parts of an item's scratch start, and its end.
typedef struct backward_layout {
    size_t gradients, inputs, weights, bias, end;
} backward_layout;

INLINE backward_layout backward_layout_of(const assay_convolution *shape) {
    int chunk = backward_chunk(shape), in_lines = lines_of(shape->in_channels), out_lines = lines_of(shape->out_channels);
    size_t positions = (size_t)positions_of(shape);
    backward_layout at = {.gradients = 0};
    at.inputs = at.gradients + positions * position_stride(out_lines, chunk);
    at.weights = at.inputs + positions * position_stride(in_lines, chunk);
    at.bias = at.weights + positions * squares_stride(shape);
    at.end = at.bias + (size_t)out_lines * LINE;
    return at;
}

static int winograd_backward_groups(const assay_convolution *shape) {
    return smaller(shape->samples, smaller(larger(tiles_of(shape) / 128, 4), 8));
}

static size_t winograd_backward_scratch(const assay_convolution *shape) { return backward_layout_of(shape).end; }

/// Multiplies one position of the gradient of `count` tiles with its weights: `out[line][tile][LINE]`, lines `line` apart.
INLINE void multiply_position(
        const assay_convolution_backward *pass, int count, size_t line, int position, const float *gradients, float *out,
        ahead *next) {
    int in = pass->shape.in_channels, channels = pass->shape.out_channels, positions = positions_of(&pass->shape);
    for (int p = 0; p < panels_of(in); p++) {
        int width = panel_width(in, p);
        const float *weights = pass->weights + panel_offset(positions, channels, p)
                + (size_t)position * panel_stride(channels, width);
        fetch_ahead(next, 8 * count);
        panel_product(count, channels, gradients, line, weights, width, out + (size_t)p * (PANEL / LINE) * line, line);
    }
}

/// Tiles `first` to `first + count - 1`, which `then` tiles follow in the next chunk; `adds`: to what earlier chunks have left in
/// the gradient of weights.
INLINE void backward_tiles(
        const int tile, const assay_convolution_backward *pass, int first, int count, int then, int adds, float *scratch) {
    const assay_convolution *shape = &pass->shape;
    backward_layout at = backward_layout_of(shape);
    int in_lines = lines_of(shape->in_channels), out_lines = lines_of(shape->out_channels), positions = positions_of(shape);
    size_t in_position = position_stride(in_lines, count), out_position = position_stride(out_lines, count);
    float *gradient = scratch + at.gradients, *input = scratch + at.inputs, *weights = scratch + at.weights;
    chunk chunk = chunk_of(tile, grid_of(shape), first, count);
    size_t line = (size_t)count * LINE;
    transform_gradients(tile, pass, &chunk, gradient, out_position, scratch + at.bias);
    if (pass->partials)
        transform_inputs(tile, shape, pass->x, pass->scale, pass->shift, &chunk, 0, in_lines, input, in_position);
    ahead next_chunk = ahead_of_tiles(tile, pass, first + count, then);
    ptrdiff_t share = lines_ahead(&next_chunk) / positions + 1;
    for (int p = 0; p < positions; p++, gradient += out_position, input += in_position, weights += squares_stride(shape)) {
        ahead next = {
            .ranges = {
                weights_of_position(pass, p),
                last_weights_of_position(pass, p),
                {weights + squares_stride(shape), squares_stride(shape) / LINE, adds && p + 1 < positions, 0},
                {gradient + out_position, out_position / LINE, p + 1 < positions, 0},
                {input + in_position, in_position / LINE, p + 1 < positions, 0},
            },
            .allowed = PTRDIFF_MAX,
            .then = &next_chunk,
        };
        next_chunk.allowed = share;
        span s = span_of(tile, &chunk, p);
        const float *gradients = gradient + s.begin * LINE;
        float *inputs = input + s.begin * LINE;
        if (pass->partials)
            weight_products(s.count, inputs, shape->in_channels, gradients, out_lines, line, weights, adds, &next);
        if (pass->dx) multiply_position(pass, s.count, line, p, gradients, inputs, &next);
    }
    if (pass->dx) scatter_products(tile, pass, &chunk, scratch + at.inputs, in_position);
}

/// An item all of whose tiles are none: its gradients are zero.
static void backward_of_nothing(const assay_convolution_backward *pass, int item, int first, int end) {
    size_t partial = winograd_partial_count(&pass->shape);
    if (pass->partials) memset(pass->partials + (size_t)item * partial, 0, partial * sizeof(float));
    for (int sample = first; pass->dx && sample < end; sample++)
        for (int block = 0; block < blocks_of(pass->shape.in_channels); block++) finish_block(pass, sample, block);
}

INLINE void backward_item(const int tile, const assay_convolution_backward *pass, int item, float *scratch) {
    const assay_convolution *shape = &pass->shape;
    backward_layout at = backward_layout_of(shape);
    int first = (int)((long)shape->samples * item / pass->groups), end = (int)((long)shape->samples * (item + 1) / pass->groups);
    int tiles = tiles_down(shape) * tiles_across(shape), count = (end - first) * tiles;
    int chunks = over(count, backward_chunk(shape));
    memset(scratch + at.bias, 0, (at.end - at.bias) * sizeof(float));
    for (int chunk = 0, done = 0; chunk < chunks; chunk++) {
        int next = (int)((long)count * (chunk + 1) / chunks);
        backward_tiles(tile, pass, first * tiles + done, next - done, smaller(next - done, count - next), chunk > 0, scratch);
        done = next;
    }
    if (!count)
        backward_of_nothing(pass, item, first, end);
    else if (pass->partials)
        finish_partial(
                tile, shape, scratch + at.weights, squares_stride(shape),
                pass->partials + (size_t)item * winograd_partial_count(shape));
    size_t channels = (size_t)blocks_of(shape->out_channels) * BLOCK;
    if (pass->bias_partials)
        memcpy(pass->bias_partials + (size_t)item * channels, scratch + at.bias, channels * sizeof(float));
}

static void winograd_backward(const assay_convolution_backward *pass, int item, float *scratch) {
    if (pass->shape.tile == 2) backward_item(2, pass, item, scratch);
    if (pass->shape.tile == 4) backward_item(4, pass, item, scratch);
    if (pass->shape.tile == 6) backward_item(6, pass, item, scratch);
}
