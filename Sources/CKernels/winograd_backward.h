// Winograd's convolution, backward. An item is a group of neighbouring samples. It goes through its tiles in chunks: transforms
// the gradient and the input, then position by position, while both are near, adds their product to the gradient of the
// transformed weights and multiplies the gradient by the weights; the latter products take the place of the input, which is used up.

/// The greatest number of values that the transformed gradient and input of a chunk have.
#define CHUNK_VALUES ((int)(3.6 * 1024 * 1024 / 4))

/// Tiles of a chunk at most.
INLINE int backward_chunk(const assay_convolution *shape) {
    int values = positions_of(shape) * (lines_of(shape->in_channels) + lines_of(shape->out_channels)) * LINE;
    return smaller(larger(CHUNK_VALUES / values, PRODUCT_ROWS), larger(tiles_of(shape), 1));
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

static size_t winograd_backward_scratch(const assay_convolution *shape) { return backward_layout_of(shape).end; }

/// Multiplies one position of the gradient with its weights: `out[line][tile][LINE]`.
INLINE void multiply_position(
        const assay_convolution_backward *pass, int count, int position, const float *gradients, float *out) {
    int in = pass->shape.in_channels, positions = positions_of(&pass->shape);
    size_t line = (size_t)count * LINE;
    for (int p = 0; p < panels_of(in); p++) {
        int width = panel_width(in, p);
        const float *weights = pass->weights + panel_offset(positions, pass->shape.out_channels, p)
                + (size_t)position * panel_stride(pass->shape.out_channels, width);
        panel_product(count, pass->shape.out_channels, gradients, line, weights, width, out + (size_t)p * (PANEL / LINE) * line, line);
    }
}

/// What is read after the products of position `p` for weights: the weights, then all of the next position.
INLINE ahead what_follows(const assay_convolution_backward *pass, int count, int p, int adds, const float *scratch) {
    const assay_convolution *shape = &pass->shape;
    backward_layout at = backward_layout_of(shape);
    int in = shape->in_channels, out = shape->out_channels, positions = positions_of(shape), last = panels_of(in) - 1;
    size_t next = (size_t)p + 1, is_next = p + 1 < positions;
    size_t wide = panel_stride(out, PANEL), narrow = panel_stride(out, panel_width(in, last));
    size_t in_position = position_stride(lines_of(in), count), out_position = position_stride(lines_of(out), count);
    size_t squares = squares_stride(shape);
    const float *weights = pass->weights;
    return (ahead){{
        {weights + (size_t)p * wide, wide / LINE, weights ? (size_t)last : 0, (size_t)positions * wide},
        {weights + panel_offset(positions, out, last) + (size_t)p * narrow, narrow / LINE, weights != 0, 0},
        {scratch + at.weights + next * squares, squares / LINE, adds && is_next, 0},
        {scratch + at.gradients + next * out_position, out_position / LINE, is_next, 0},
        {scratch + at.inputs + next * in_position, in_position / LINE, is_next, 0},
    }, 0, 0};
}

/// Tiles `first` to `first + count - 1`; `adds`: to what earlier chunks have left in the gradient of weights.
INLINE void backward_tiles(
        const int tile, const assay_convolution_backward *pass, int first, int count, int adds, float *scratch) {
    const assay_convolution *shape = &pass->shape;
    backward_layout at = backward_layout_of(shape);
    int in_lines = lines_of(shape->in_channels), out_lines = lines_of(shape->out_channels), positions = positions_of(shape);
    size_t in_position = position_stride(in_lines, count), out_position = position_stride(out_lines, count);
    float *gradient = scratch + at.gradients, *input = scratch + at.inputs, *weights = scratch + at.weights;
    transform_gradients(tile, pass, first, count, gradient, out_position, scratch + at.bias);
    if (pass->partials)
        transform_inputs(tile, shape, pass->x, pass->scale, pass->shift, first, count, 0, in_lines, input, in_position);
    for (int p = 0; p < positions; p++, gradient += out_position, input += in_position, weights += squares_stride(shape)) {
        ahead next = what_follows(pass, count, p, adds, scratch);
        if (pass->partials) weight_products(count, input, in_lines, gradient, out_lines, weights, adds, &next);
        if (pass->dx) multiply_position(pass, count, p, gradient, input);
    }
    if (pass->dx) scatter_products(tile, pass, first, count, scratch + at.inputs, in_position);
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
    int tiles = tiles_down(shape) * tiles_across(shape), count = (end - first) * tiles, chunks = over(count, backward_chunk(shape));
    memset(scratch + at.bias, 0, (at.end - at.bias) * sizeof(float));
    for (int chunk = 0, done = 0; chunk < chunks; chunk++) {
        int next = (int)((long)count * (chunk + 1) / chunks);
        backward_tiles(tile, pass, first * tiles + done, next - done, chunk > 0, scratch);
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
