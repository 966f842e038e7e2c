// From the gradient of transformed weights to that of Keras's: G^T u G of each group while its sums are near, which leaves nine
// values of 16, 36 or 64, then the sum over groups.

/// A group's partial is `[tap][line of out][in, padded to LINE][LINE]`.
INLINE size_t partial_line(const assay_convolution *shape) { return (size_t)lines_of(shape->in_channels) * SQUARE; }
static size_t winograd_partial_count(const assay_convolution *shape) {
    return 9 * (size_t)lines_of(shape->out_channels) * partial_line(shape);
}

/// G^T u G of a vector of output channels; `tap` is the distance between taps.
INLINE void transform_weight_gradient(const int tile, const float *from, size_t position, float *to, size_t tap) {
    const int side = tile + 2;
    vec half[3][LONGEST];
    for (int j = 0; j < side; j++) {
        vec u[LONGEST], g[3];
        for (int i = 0; i < side; i++) {
            u[i] = load(from + (size_t)(i * side + j) * position);
            fetch_stream(from + (size_t)(i * side + j) * position + 8 * LINE);
        }
        weights_adjoint(tile, u, g);
        for (int i = 0; i < 3; i++) half[i][j] = g[i];
    }
    for (int i = 0; i < 3; i++) {
        vec g[3];
        weights_adjoint(tile, half[i], g);
        for (int j = 0; j < 3; j++) store(to + (size_t)(i * 3 + j) * tap, g[j]);
    }
}

/// Writes a group's partial.
INLINE void finish_partial(
        const int tile, const assay_convolution *shape, const float *squares, size_t position, float *partial) {
    size_t tap = (size_t)lines_of(shape->out_channels) * partial_line(shape);
    for (size_t value = 0; value < tap; value += BLOCK)
        transform_weight_gradient(tile, squares + value, position, partial + value, tap);
}

static int winograd_gradient_items(const assay_convolution *shape) { return 9 * lines_of(shape->out_channels); }

static void winograd_gradient(
        const assay_convolution *shape, const float *partials, int groups, float *weight_gradient, int item) {
    size_t in = (size_t)shape->in_channels, out = (size_t)shape->out_channels, count = winograd_partial_count(shape);
    int tap = item / lines_of(shape->out_channels), line = item % lines_of(shape->out_channels);
    const float *from = partials + (size_t)item * partial_line(shape);
    float *to = weight_gradient + (size_t)tap * in * out + line * LINE;
    for (size_t row = 0; row < in; row++, from += LINE, to += out)
        for (int v = 0; v < LINE_VECTORS; v++) {
            vec sum = load(from + v * BLOCK);
            for (int group = 1; group < groups; group++) sum += load(from + (size_t)group * count + v * BLOCK);
            int columns = smaller(BLOCK, shape->out_channels - line * LINE - v * BLOCK);
            if (columns == BLOCK)
                store_any(to + v * BLOCK, sum);
            else if (columns > 0)
                store_some(to + v * BLOCK, sum, columns);
        }
}
