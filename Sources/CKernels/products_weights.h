// Products of transformed input tiles with transformed gradient tiles, summed over tiles: the gradient of transformed weights.
//
// Of each position it is kept as squares of LINE input by LINE output channels, `[line of out][line of in][LINE in][LINE out]`:
// what is done with a line of out while it is in the first cache is contiguous.

#if defined(KERNELS_AVX512)
/// Lines of out that are made at once, and input channels: 16 sums, two loads and eight broadcasts a tile.
#define SQUARE_LINES 2
#define SQUARE_ROWS 8
#else
/// Twelve sums at most; the rows of a square are cut 6 + 5 + 5.
#define SQUARE_LINES 1
#define SQUARE_ROWS 6
#endif
#define SQUARE (LINE * LINE)

/// `rows` input channels by `lines` lines of output channels, constants both, summed over tiles; `adds`: to what is there.
/// `fetch` is where to ask for a line a tile.
INLINE void square_rows(
        const int rows, const int lines, int tiles, const float *in, const float *out, size_t out_line, float *squares,
        size_t squares_line, int adds, const float *fetch) {
    const int vectors = lines * LINE_VECTORS;
    vec sum[SQUARE_ROWS][SQUARE_LINES * LINE_VECTORS];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            sum[row][v] = adds ? load(squares + (size_t)(v / LINE_VECTORS) * squares_line + row * LINE + v % LINE_VECTORS * BLOCK)
                               : splat(0);
#pragma clang loop unroll_count(4)
    for (int tile = 0; tile < tiles; tile++, in += LINE, out += LINE, fetch += LINE) {
        vec gradient[SQUARE_LINES * LINE_VECTORS];
        fetch_line(fetch);
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            gradient[v] = load(out + (size_t)(v / LINE_VECTORS) * out_line + v % LINE_VECTORS * BLOCK);
#pragma clang loop unroll(full)
        for (int row = 0; row < rows; row++) {
            vec value = splat(in[row]);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sum[row][v] = fma_(value, gradient[v], sum[row][v]);
        }
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            store(squares + (size_t)(v / LINE_VECTORS) * squares_line + row * LINE + v % LINE_VECTORS * BLOCK, sum[row][v]);
}

/// A line of input, of which `channels` are wanted, by `lines` lines of output channels, a constant; rows are cut so that their
/// sums stay in registers.
INLINE void squares_of_line(
        const int lines, int channels, int tiles, const float *in, const float *out, size_t out_line, float *squares,
        size_t squares_line, int adds, ahead *next) {
#define ROWS(row, rows)                                                                                           \
    if (row < channels)                                                                                           \
        square_rows(                                                                                              \
                rows, lines, tiles, in + row, out, out_line, squares + row * LINE, squares_line, adds,            \
                take_ahead(next, tiles, out));
#if SQUARE_ROWS == 8
    ROWS(0, 8)
    ROWS(8, 8)
#else
    ROWS(0, 6)
    ROWS(6, 5)
    ROWS(11, 5)
#endif
#undef ROWS
}

static __attribute__((noinline)) void squares_wide(
        int channels, int tiles, const float *in, const float *out, size_t out_line, float *squares, size_t squares_line,
        int adds, ahead *next) {
    squares_of_line(SQUARE_LINES, channels, tiles, in, out, out_line, squares, squares_line, adds, next);
}

#if SQUARE_LINES > 1
static __attribute__((noinline)) void squares_narrow(
        int channels, int tiles, const float *in, const float *out, float *squares, int adds, ahead *next) {
    squares_of_line(1, channels, tiles, in, out, 0, squares, 0, adds, next);
}
#endif

/// All squares of one position: `squares[line of out][line of in] (+)= sum over tiles of in[tile][i] * out[tile][o]`, where `in`
/// is `[line of in][tile][LINE]` and `out` alike, lines `stride` apart. Rows of squares beyond `in_channels` may be left as they
/// are. Asks for `next`.
static void weight_products(
        int tiles, const float *in, int in_channels, const float *out, int out_lines, size_t stride, float *squares, int adds,
        ahead *next) {
    int in_lines = lines_of(in_channels);
    size_t squares_line = (size_t)in_lines * SQUARE;
    for (int line = 0; line < out_lines; line += SQUARE_LINES)
        for (int from = 0; from < in_lines; from++) {
            const float *input = in + (size_t)from * stride, *output = out + (size_t)line * stride;
            float *square = squares + (size_t)line * squares_line + (size_t)from * SQUARE;
            int channels = in_channels - from * LINE;
#if SQUARE_LINES > 1
            if (line + SQUARE_LINES > out_lines)
                squares_narrow(channels, tiles, input, output, square, adds, next);
            else
#endif
                squares_wide(channels, tiles, input, output, stride, square, squares_line, adds, next);
        }
}
