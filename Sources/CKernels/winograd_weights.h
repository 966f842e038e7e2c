// The transformation of weights: Keras's `[row][column][in][out]` to G g G^T in panels (products.h).
//
// Forward, panels are of output channels and sums go over input channels. Backward it is the other way round and all else is the
// same, the taps not turned: the gradient of the input is the transposed algorithm (spread the gradient's tiles, multiply by
// these, input_adjoint, add where tiles overlap).

/// The taps between one line of input and one line of output channels; zero beyond the last channel.
typedef float tap_block[9][LINE][LINE] __attribute__((aligned(64)));

static size_t winograd_weight_count(const assay_convolution *shape, int backward) {
    int in = shape->in_channels, out = shape->out_channels;
    return backward ? panels_count(positions_of(shape), out, in) : panels_count(positions_of(shape), in, out);
}

static int winograd_weight_items(const assay_convolution *shape) {
    return lines_of(shape->in_channels) * lines_of(shape->out_channels);
}

INLINE void read_taps(const assay_convolution *shape, const float *weights, int in_line, int out_line, tap_block taps) {
    size_t in = (size_t)shape->in_channels, out = (size_t)shape->out_channels;
    int rows = smaller(LINE, shape->in_channels - in_line * LINE);
    int columns = smaller(LINE, shape->out_channels - out_line * LINE);
    if (rows < LINE || columns < LINE) memset(taps, 0, sizeof(tap_block));
    for (size_t tap = 0; tap < 9; tap++)
        for (int row = 0; row < rows; row++) {
            const float *from = weights + (tap * in + (size_t)(in_line * LINE + row)) * out + out_line * LINE;
            memcpy(taps[tap][row], from, (size_t)columns * sizeof *from);
        }
}

/// Four rows of four values.
typedef float quad __attribute__((ext_vector_type(4)));
INLINE void transpose_quad(const float *from, float *to) {
    quad a, b, c, d;
    memcpy(&a, from, sizeof a);
    memcpy(&b, from + LINE, sizeof b);
    memcpy(&c, from + 2 * LINE, sizeof c);
    memcpy(&d, from + 3 * LINE, sizeof d);
    quad ac_low = __builtin_shufflevector(a, c, 0, 4, 1, 5), bd_low = __builtin_shufflevector(b, d, 0, 4, 1, 5);
    quad ac_high = __builtin_shufflevector(a, c, 2, 6, 3, 7), bd_high = __builtin_shufflevector(b, d, 2, 6, 3, 7);
    a = __builtin_shufflevector(ac_low, bd_low, 0, 4, 1, 5);
    b = __builtin_shufflevector(ac_low, bd_low, 2, 6, 3, 7);
    c = __builtin_shufflevector(ac_high, bd_high, 0, 4, 1, 5);
    d = __builtin_shufflevector(ac_high, bd_high, 2, 6, 3, 7);
    memcpy(to, &a, sizeof a);
    memcpy(to + LINE, &b, sizeof b);
    memcpy(to + 2 * LINE, &c, sizeof c);
    memcpy(to + 3 * LINE, &d, sizeof d);
}

static void transpose_taps(tap_block taps, tap_block transposed) {
    for (int tap = 0; tap < 9; tap++)
        for (int row = 0; row < LINE; row += 4)
            for (int column = 0; column < LINE; column += 4)
                transpose_quad(&taps[tap][row][column], &transposed[tap][column][row]);
}

/// G g G^T of a vector of channels; `to` is its place in the first position.
INLINE void transform_weights(const int tile, const float *taps, float *to, size_t position) {
    const int side = tile + 2;
    vec half[LONGEST][3];
    for (int column = 0; column < 3; column++) {
        vec g[3], u[LONGEST];
        for (int row = 0; row < 3; row++) g[row] = load(taps + (row * 3 + column) * LINE * LINE);
        weights(tile, g, u);
        for (int row = 0; row < side; row++) half[row][column] = u[row];
    }
    for (int row = 0; row < side; row++) {
        vec u[LONGEST];
        weights(tile, half[row], u);
        for (int column = 0; column < side; column++) store(to + (size_t)(row * side + column) * position, u[column]);
    }
}

/// Writes what a line of in and a line of out have in all positions of their panel.
INLINE void transform_taps(const int tile, tap_block taps, float *panels, int in, int out, int in_line, int out_line) {
    int panel = out_line * LINE / PANEL, width = panel_width(out, panel), column = out_line * LINE - panel * PANEL;
    size_t position = panel_stride(in, width);
    float *to = panels + panel_offset((tile + 2) * (tile + 2), in, panel) + in_line * LINE * width + column;
    for (int row = 0; row < LINE; row++)
        for (int v = 0; v < smaller(LINE, width - column); v += BLOCK)
            transform_weights(tile, &taps[0][row][v], to + row * width + v, position);
}

INLINE void weights_item(
        const int tile, const assay_convolution *shape, const float *weights, float *forward, float *backward, int item) {
    int in = shape->in_channels, out = shape->out_channels;
    int in_line = item / lines_of(out), out_line = item % lines_of(out);
    tap_block taps, transposed;
    read_taps(shape, weights, in_line, out_line, taps);
    if (forward) transform_taps(tile, taps, forward, in, out, in_line, out_line);
    if (!backward) return;
    transpose_taps(taps, transposed);
    transform_taps(tile, transposed, backward, out, in, out_line, in_line);
}

static void winograd_weights(const assay_convolution *shape, const float *weights, float *forward, float *backward, int item) {
    if (shape->tile == 2) weights_item(2, shape, weights, forward, backward, item);
    if (shape->tile == 4) weights_item(4, shape, weights, forward, backward, item);
    if (shape->tile == 6) weights_item(6, shape, weights, forward, backward, item);
}
